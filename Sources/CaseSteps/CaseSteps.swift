/// The steps of a case as pure state machines with injected time.
public enum CaseSteps {}
