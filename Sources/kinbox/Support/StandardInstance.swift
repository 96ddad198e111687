import Access
import Alerts
import Assets
import Casework
import Foundations

/// What every site starts with: forms, roles and places, as they were packed into the binary.
struct StandardInstance {
    let forms: FormLibrary
    let rules: AccessRules
    let places: PlaceBook
    /// Smallest first; the last one asks everything.
    let profiles: [SiteProfile]
    /// Who is told when something urgent is not acknowledged.
    let escalation: EscalationTable

    static func load() throws -> StandardInstance {
        let folders = Set(EmbeddedFiles.files(under: "standard/forms/").map { $0.path.split(separator: "/").dropLast().joined(separator: "/") })
        guard !folders.isEmpty else {
            throw InputFault(code: "no-assets", what: "This binary was built without its forms and pages.", todo: "Build it with make.")
        }
        let forms = try FormLibrary(folders.sorted().map { folder in
            FormLibrary.Sheets(survey: text(folder + "/survey.csv"), choices: text(folder + "/choices.csv"), settings: text(folder + "/settings.csv"))
        })
        let book = try roleBook()
        return StandardInstance(forms: forms, rules: AccessRules(book: book, classes: FieldClasses(forms: forms.all)),
                                places: PlaceBook(csv: text("standard/places.csv")),
                                profiles: try SiteProfile.all(text("standard/profiles/profiles.csv")) { text("standard/profiles/\($0).csv") },
                                escalation: try EscalationTable(text("standard/escalation.csv")))
    }

    static func roleBook() throws -> RoleBook {
        try RoleBook.read(roles: text("standard/roles.csv"), rights: text("standard/role_rights.csv"))
    }

    private static func text(_ path: String) -> String { EmbeddedFiles.file(path)?.text ?? "" }
}
