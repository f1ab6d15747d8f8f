// The page's own small script.

import "./buttons.js";
import "./notes.js";
import "./print.js";
import "../python/button.js";
import "./scrolling.js";
import "./states.js";
import "./stills.js";
import "../progress/index.js";
