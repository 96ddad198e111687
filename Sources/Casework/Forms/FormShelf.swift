public import Access
import Synchronization

/// The forms in use, for everybody who serves from one store: one value that is replaced as a whole.
public final class FormShelf: Sendable {
    private let held: Mutex<FormLibrary>
    let rules: AccessRules?
    /// What came with the box, where nothing of the site stands in its place.
    public let standard: FormLibrary

    /// - Parameter rules: told the sensitivity classes whenever the forms change, before anybody sees the new forms. Nil
    ///   where the rules are not asked (tests of saving alone).
    public init(standard: FormLibrary, rules: AccessRules? = nil) {
        self.standard = standard
        self.rules = rules
        held = Mutex(standard)
    }

    public var library: FormLibrary { held.withLock { $0 } }

    /// Replaces the library. Readers that hold the one before finish with it.
    func change(_ body: (FormLibrary) -> FormLibrary) {
        held.withLock { library in
            let next = body(library)
            rules?.use(FieldClasses(forms: next.all))
            library = next
        }
    }
}
