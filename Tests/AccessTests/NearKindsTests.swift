import Testing
@testable import Access
@testable import Journal

@Suite struct NearKindsTests {
    /// The index of names tells who is near a dossier, the rules decide who is: a kind that only one of them knew would hide
    /// children from those who work with them.
    @Test func theIndexKnowsEveryKindThatBringsSomebodyNear() {
        #expect(NearWords.kinds == Set(Kinds.deciding).union([Kinds.child]))
    }
}
