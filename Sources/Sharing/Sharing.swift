/// Consent and share templates: what may go to whom, on which ground.
public enum Sharing {}
