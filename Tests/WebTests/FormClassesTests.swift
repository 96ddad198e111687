import Access
import Testing
import XLSForm

struct FormClassesTests {
    /// The check of forms knows the classes that the rules know, no more and no fewer.
    @Test func formsAreHeldAgainstTheClassesOfTheRules() {
        #expect(Set(XLSFormOptions.standardClasses) == Set(SensitivityClass.grantable.map(\.rawValue)))
    }
}
