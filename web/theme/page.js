// The page's own small script.

import "./print.js";
import "./scrolling.js";
import "./states.js";
import "./stills.js";
