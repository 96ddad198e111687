/// Which answers of a dossier go to whom: what stands under `*`, and what the one who gets them adds. One table says it for services
/// (`assets/standard/share_templates.csv`), one for the copy that a person gets of their own file (`assets/standard/person_copy.csv`). A
/// template narrows what a role may see; it never opens a class of answers.
public struct ShareTemplates: Sendable, Equatable {
    /// Forms of which a template names questions.
    public static let forms: Set<String> = ["child", "case", "referral"]
    /// Who asks for a copy and is whom the file is about; every other asker gets what stands under `*`.
    public static let selfCopy = "self"

    private let common: [String: Set<String>]
    private let services: [String: [String: Set<String>]]

    /// The table of a spreadsheet, header first.
    /// - Throws: `SharingFault` with every wrong cell at once.
    public init(cells: [[String]]) throws(SharingFault) {
        try self.init(cells, file: "share_templates.csv", whom: "service", forms: Self.forms)
    }

    /// The table of what a person is given of their own file; any form may stand in it.
    /// - Throws: `SharingFault` with every wrong cell at once.
    public static func personCopy(cells: [[String]]) throws(SharingFault) -> ShareTemplates {
        try ShareTemplates(cells, file: "person_copy.csv", whom: "asker", forms: nil)
    }

    private init(_ cells: [[String]], file name: String, whom: String, forms: Set<String>?) throws(SharingFault) {
        var file = SharingFile(name, cells, columns: [whom, "form", "fields"])
        var services: [String: [String: Set<String>]] = [:]
        for row in file.rows {
            let service = row[whom], form = row["form"]
            if service != "*", !Self.isCode(service) { file.fault(row, whom, service.isEmpty ? "missing" : "bad-code", service) }
            if !(forms?.contains(form) ?? Self.isCode(form)) { file.fault(row, "form", "unknown-form", form) }
            let fields = file.list(row, "fields")
            if fields.isEmpty { file.fault(row, "fields", "missing") }
            for field in fields where !Self.isCode(field) { file.fault(row, "fields", "bad-code", field) }
            if services[service]?[form] != nil { file.fault(row, whom, "repeated", service) }
            services[service, default: [:]][form] = Set(fields)
        }
        try file.finish()
        common = services.removeValue(forKey: "*") ?? [:]
        self.services = services
    }

    /// Questions of a form that are shared for a service; for one that no row names, what everybody gets.
    public func fields(of form: String, for service: String?) -> Set<String> {
        (common[form] ?? []).union(service.flatMap { services[$0]?[form] } ?? [])
    }

    /// Services that rows name, sorted.
    public var named: [String] { services.keys.sorted() }

    /// Questions that rows name and a form does not have, as `form.question`, sorted.
    public func unknown(in questions: [String: Set<String>]) -> [String] {
        let all = [common] + services.values
        return Set(all.flatMap { rows in rows.flatMap { form, fields in fields.subtracting(questions[form] ?? []).map { "\(form).\($0)" } } }).sorted()
    }

    private static func isCode(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 60 && text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
    }
}
