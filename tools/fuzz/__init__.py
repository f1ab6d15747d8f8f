"""Every public function of both engines, called with right arguments and with wrong ones.

What may come of a call is a result, or a TypeError or ValueError that names a wrong argument. The
two engines refuse the same; a result of finite, moderate arguments is finite; no call takes long.
"""
