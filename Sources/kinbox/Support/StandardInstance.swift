import Access
import Alerts
import Assets
import Casework
import FormEngine
import Foundations
import Sharing

/// What every site starts with: forms, roles and places, as they were packed into the binary.
struct StandardInstance {
    let forms: FormLibrary
    let rules: AccessRules
    let places: PlaceBook
    /// Smallest first; the last one asks everything.
    let profiles: [SiteProfile]
    /// Who is told when something urgent is not acknowledged.
    let escalation: EscalationTable
    /// What may be shared under which consent.
    let sharing: ConsentRules
    /// What a person is given of their own file.
    let personCopies: ShareTemplates

    static func load() throws -> StandardInstance {
        let folders = Set(EmbeddedFiles.files(under: "standard/forms/").map { $0.path.split(separator: "/").dropLast().joined(separator: "/") })
        guard !folders.isEmpty else {
            throw InputFault(code: "no-assets", what: "This binary was built without its forms and pages.", todo: "Build it with make.")
        }
        let forms = try FormLibrary(folders.sorted().map { folder in
            FormLibrary.Sheets(survey: text(folder + "/survey.csv"), choices: text(folder + "/choices.csv"), settings: text(folder + "/settings.csv"))
        })
        let book = try roleBook()
        return StandardInstance(forms: forms, rules: AccessRules(book: book, classes: FieldClasses(forms: forms.all), templates: try shareTemplates()),
                                places: PlaceBook(csv: text("standard/places.csv")),
                                profiles: try SiteProfile.all(text("standard/profiles/profiles.csv")) { text("standard/profiles/\($0).csv") },
                                escalation: try EscalationTable(text("standard/escalation.csv")),
                                sharing: try ConsentRules(cells: table("consent.csv")),
                                personCopies: try ShareTemplates.personCopy(cells: table("person_copy.csv")))
    }

    static func roleBook() throws -> RoleBook {
        try RoleBook.read(roles: text("standard/roles.csv"), rights: text("standard/role_rights.csv"))
    }

    private static func shareTemplates() throws -> ShareTemplates {
        try ShareTemplates(cells: table("share_templates.csv"))
    }

    private static func table(_ name: String) throws -> [[String]] {
        try CSV.parse(text("standard/\(name)"), limits: CSVLimits(bytes: 400_000, rows: 2_000, columns: 60, cellBytes: 4_000))
    }

    private static func text(_ path: String) -> String { EmbeddedFiles.file(path)?.text ?? "" }
}
