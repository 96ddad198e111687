/// A country's time limits as data: due days, overdue marks, figures.
public enum TimeLimits {}
