// The rules for our JavaScript; what a browser and what Node gives is told apart, so that nothing is used where it is not.

import js from "@eslint/js";
import globals from "globals";

const rules = {
  ...js.configs.recommended.rules,
  "array-callback-return": "error",
  eqeqeq: "error",
  "no-shadow": ["error", { builtinGlobals: false }],
  "no-unused-vars": "error",
  "no-use-before-define": ["error", { functions: false, classes: false }],
  "no-var": "error",
  "prefer-const": "error",
};

export default [
  { ignores: ["**/*.d.ts", ".venv/**"] },
  {
    files: [
      "iso_audit/card/**/*.js",
      "iso_audit/signature_pad/**/*.js",
      "iso_audit/ui/**/*.js",
      "iso_audit/unsaved/**/*.js",
      "iso_audit/web/static/*.js",
    ],
    languageOptions: { globals: globals.browser },
    rules,
  },
  {
    // What is usable without a page may not name one, but for asking whether it is there (`globalThis.document?.…`).
    files: ["iso_audit/card/client/**/*.js"],
    rules: { "no-restricted-globals": ["error", "document", "window"] },
  },
  { files: ["tests/**/*.js", "*.js"], languageOptions: { globals: globals.node }, rules },
];
