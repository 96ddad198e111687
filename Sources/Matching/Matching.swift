/// Names across scripts, and how alike two children are.
public enum Matching {}
