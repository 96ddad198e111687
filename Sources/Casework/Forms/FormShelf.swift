public import Access
import FormEngine
import Synchronization

/// The forms in use, for everybody who serves from one store: one value that is replaced as a whole.
public final class FormShelf: Sendable {
    private let held: Mutex<FormLibrary>
    let rules: AccessRules?
    /// What came with the box, where nothing of the site stands in its place.
    public let standard: FormLibrary
    /// How much of it a site can ask, smallest first.
    public let profiles: [SiteProfile]

    /// - Parameter rules: told the sensitivity classes whenever the forms change, before anybody sees the new forms. Nil
    ///   where the rules are not asked (tests of saving alone).
    public init(standard: FormLibrary, profiles: [SiteProfile] = [], rules: AccessRules? = nil) {
        self.standard = standard
        self.profiles = profiles
        self.rules = rules
        held = Mutex(standard)
    }

    public var library: FormLibrary { held.withLock { $0 } }

    /// Replaces the library. Readers that hold the one before finish with it.
    func change(_ body: (FormLibrary) -> FormLibrary) {
        held.withLock { library in
            let next = body(library)
            rules?.use(classes(of: next), models: next.models)
            library = next
        }
    }

    /// Asks by a profile from now on; by the largest one, or none, everything.
    /// - Parameter place: the version of the record that says so.
    func use(_ profile: SiteProfile?, place: Int) { change { $0.under(profile == profiles.last ? nil : profile, place: place) } }

    /// The class of each field is that of the form in use. Where that one cannot be read here, a field has the strictest of
    /// all the classes it ever had: the version that is missing may have been put into use to close it.
    private func classes(of library: FormLibrary) -> FieldClasses {
        var classes = FieldClasses(forms: library.all)
        guard let rules else { return classes }
        for form in library.standIns {
            let model = library.model(of: form)
            var had: [String: Set<SensitivityClass>] = [:]
            for version in library.versions(of: form) {
                for entry in version.entries() { had[entry.name, default: []].insert(SensitivityClass(rawValue: entry.permission)) }
            }
            for (field, found) in had { classes.put(rules.book.strictest(of: found, in: model), on: field, of: form) }
        }
        return classes
    }
}
