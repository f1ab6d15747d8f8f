"""Recorded figures with a kernel behind them: late, broken and missing answers."""

from __future__ import annotations

import json

from tests.figures.javascript import DRAWING, in_node

# a figure recorded at a = 1 and 2; `sent`: what Python is asked; `tell`: what it answers
STAGE = f"""(await (async () => {{
  const {{ Source }} = await import({json.dumps((DRAWING / "source.js").as_uri())});
  globalThis.timers = [];
  globalThis.setTimeout = (call, ms) => timers.push([ms, call]);
  globalThis.clearTimeout = (k) => {{ if (k) timers[k - 1] = null; }};
  const pass = (ms) => timers.forEach((timer, k) => {{
    if (timer && timer[0] <= ms) {{ timers[k] = null; timer[1](); }} }});
  const blob = new DataView(new Float32Array([10, 20]).buffer);
  const header = {{ y: {{ dtype: "float32", shape: [2], offset: 0, axes: ["a"] }} }};
  const traits = {{ axes: {{ a: [1, 2] }}, recording: header, recording_data: blob }};
  const sent = [];
  const heard = {{}};
  const model = {{ get: (name) => traits[name], off() {{}},
    on: (event, call) => (heard[event] = call),
    send: (message) => {{
      if (given.dead) throw new Error("Kernel is dead");
      sent.push(message);
    }} }};
  let drawn = 0;
  const source = new Source(model, () => (drawn += 1));
  const answer = (id, y) => [{{ id, arrays: {{ y: {{ dtype: "float32", shape: [], offset: 0,
    axes: [] }} }} }}, [new DataView(new Float32Array([y]).buffer)]];
  const tell = (message, buffers) => heard["msg:custom"](message, buffers);
  const restart = () => heard["comm_live_update"]();
  const look = (a) => {{
    const {{ arrays, kind, error }} = source.at({{ a }});
    return [kind, arrays.y.data[0], error ?? ""];
  }};
  tell({{ kind: "pong" }});
  BODY
}})())"""


def staged(body: str, **given: object) -> object:
    return in_node(STAGE.replace("BODY", body), given)


def test_answers_out_of_order_are_dropped_and_the_newest_is_drawn():
    found = staged("""
      look(1.2); pass(4);
      look(1.7); pass(4);
      tell(...answer(7, 99));   // of nobody's question
      const early = look(1.7);
      tell(...answer(1, 12));   // of the first, which nobody looks at any more
      const late = look(1.7);
      tell(...answer(2, 17));
      tell(...answer(1, 12));   // once more, too late
      return [sent.map(({ id }) => id ?? 0), early[0], late[0], look(1.7), look(2)];
    """)
    assert found == [[0, 1, 2], "computing", "computing", ["live", 17, ""], ["recorded", 20, ""]]


def test_an_answer_cut_short_is_a_sentence_and_the_next_is_drawn():
    ids, cut, none, then = staged("""
      look(1.2); pass(4);
      tell({ id: 1, arrays: { y: { dtype: "float32", shape: [9], offset: 0, axes: [] } } },
        [new DataView(new ArrayBuffer(8))]);
      const cut = look(1.2);
      look(1.3); pass(4);
      tell({ id: 2, arrays: {} }, []);
      const none = look(1.3);
      look(1.4); pass(4);
      tell(...answer(3, 14));
      return [sent.map(({ id }) => id ?? 0), cut, none, look(1.4)];
    """)
    assert ids == [0, 1, 2, 3]
    assert cut[:2] == none[:2] == ["recorded", 10]
    assert "cannot be read" in cut[2]
    assert '"y" did not arrive whole' in cut[2]
    assert "cannot be read" in none[2]
    assert then == ["live", 14, ""]


def test_a_kernel_that_does_not_answer_is_told_and_asked_again():
    found = staged("""
      look(1.2); pass(4);
      const before = look(1.2);
      pass(10000);
      const silent = look(1.2);
      look(1.4); pass(4);
      tell(...answer(2, 14));
      return [before, silent, look(1.4), look(2)];
    """)
    before, silent, then, recorded = found
    assert before == ["computing", 10, ""]
    assert silent[:2] == ["recorded", 10]
    assert "Python has not answered" in silent[2]
    assert then == ["live", 14, ""]
    assert recorded == ["recorded", 20, ""]


def test_a_busy_kernel_that_answers_at_last_is_no_longer_said_to_be_silent():
    before, after, said = staged("""
      look(1.2); pass(4); pass(10000);
      look(1.2); look(1);             // the reader goes back to a recorded value
      const before = drawn;
      tell(...answer(1, 12));
      return [before, drawn, look(1.3)[2]];
    """)
    assert after > before
    assert said == ""


def test_a_kernel_that_was_restarted_is_told_at_once_and_asked_nothing_more():
    live, asked, between, recorded, late = staged("""
      look(1.2); pass(4);
      tell(...answer(1, 12));
      const live = look(1.2);
      look(1.4); pass(4);             // under way when the kernel goes
      restart();
      const asked = sent.length;
      const between = [look(1.2), look(1.4), look(1.6)];
      pass(10000);
      return [live, sent.length - asked, between, look(2), look(1.6)];
    """)
    assert live == ["live", 12, ""]
    assert asked == 0
    assert [seen[:2] for seen in between] == [["recorded", 10], ["recorded", 10], ["recorded", 20]]
    assert all("kernel was restarted" in seen[2] for seen in between)
    assert recorded == ["recorded", 20, ""]
    assert late == between[2], "and nothing else is said later"


def test_a_kernel_that_refuses_the_question_is_one_that_does_not_answer():
    kind, value, said = staged("look(1.2); pass(4); pass(10000); return look(1.2);", dead=True)
    assert (kind, value) == ("recorded", 10)
    assert "Python has not answered" in said


def test_a_recording_cut_short_is_a_sentence():
    said = in_node(
        f"""await import({json.dumps((DRAWING / "frames.js").as_uri())}).then(({{ decode }}) => {{
          const header = {{ y: {{ dtype: "float16", shape: [3, 4], offset: 2, axes: [] }} }};
          const tries = [26, 25, 0].map((bytes) => {{
            try {{ return decode(header, new DataView(new ArrayBuffer(bytes))).y.data.length; }}
            catch (error) {{ return error.message; }}
          }});
          return tries;
        }})""",
        None,
    )
    cut = 'the numbers of "y" did not arrive whole'
    assert said == [12, cut, cut]
