// The one place that knows where the library lies. It is packed beside these files at build time.
export { html, render, h, createContext, useState, useEffect, useLayoutEffect, useRef, useMemo, useCallback, useContext, useReducer, useErrorBoundary } from '../vendor/preact.js';
