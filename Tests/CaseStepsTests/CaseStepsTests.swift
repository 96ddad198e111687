import CaseSteps
import Testing

@Suite struct CaseStepsTests {}
