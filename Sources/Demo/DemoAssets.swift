import FormEngine

/// Why the demo's own files could not be used.
public struct DemoFault: Error, Sendable, Equatable {
    public let file: String
    public let what: String
}

/// The files the generator draws from, read once.
public struct DemoAssets: Sendable {
    public let names: NameBook
    public let places: PlaceTree
    let labels: DemoTexts
    let texts: DemoTexts

    /// `text` gives the content of a file by its path below `assets/`, e.g. `demo/names/family.csv`.
    public init(text: (String) throws -> String) throws {
        func table(_ path: String) throws -> CSVTable {
            do { return try CSVTable(text(path)) } catch let fault as CSVFault {
                throw DemoFault(file: path, what: "row \(fault.row): \(fault.code.rawValue)")
            }
        }
        names = try NameBook(female: table("demo/names/given_female.csv"), male: table("demo/names/given_male.csv"),
                             family: table("demo/names/family.csv"))
        places = try PlaceTree(table("standard/places.csv"))
        labels = DemoTexts(try table("demo/labels.csv"), column: "label")
        texts = DemoTexts(try table("demo/texts.csv"), column: "text")
        for kind in ["street", "school", "provider", "home"] where labels.count(kind) == 0 {
            throw DemoFault(file: "demo/labels.csv", what: "no \(kind)")
        }
        for kind in DemoTexts.kinds where texts.count(kind) == 0 {
            throw DemoFault(file: "demo/texts.csv", what: "no \(kind)")
        }
    }
}

/// Sentences by kind in three languages.
struct DemoTexts: Sendable {
    static let kinds = [
        "description", "address_note", "whereabouts", "registered", "screened", "linked", "risk_reason", "observation",
        "promise", "goal", "responsible", "note", "safe_contact", "contact_restriction", "health", "shared_note",
        "child_view", "closure_reason",
    ]
    private var rows: [String: [[String]]] = [:]

    init(_ table: CSVTable, column: String) {
        let languages = table.languages(of: column)
        for row in table.rows {
            guard let kind = row["kind"] else { continue }
            let texts = DemoLanguage.allCases.map { language in
                languages.first { $0.code == language.rawValue }.flatMap { row[$0.column] } ?? ""
            }
            guard texts.allSatisfy({ !$0.isEmpty }) else { continue }
            // Arabic verbs and adjectives follow the child: some sentences have a form for girls.
            let girl = row["\(column)_girl::Arabic (ar)"] ?? texts[DemoLanguage.ar.position]
            rows[kind, default: []].append(texts + [girl])
        }
    }

    func count(_ kind: String) -> Int { rows[kind]?.count ?? 0 }

    func draw(_ kind: String, _ language: DemoLanguage, girl: Bool = false, _ random: inout SplitMix64) -> String {
        guard let choices = rows[kind] else { return "" }
        return random.pick(choices)[language == .ar && girl ? DemoLanguage.allCases.count : language.position]
    }

    /// The same with `{given}` and `{n}` filled in.
    func draw(_ kind: String, _ language: DemoLanguage, given: String, girl: Bool = false, number: Int = 1,
              _ random: inout SplitMix64) -> String {
        let text = draw(kind, language, girl: girl, &random)
        guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
        var out = ""
        var name = ""
        var inside = false
        for character in text {
            switch character {
            case "{": inside = true; name = ""
            case "}" where inside:
                inside = false
                out += name == "given" ? given : String(number)
            default:
                if inside { name.append(character) } else { out.append(character) }
            }
        }
        return out
    }
}

/// In which language somebody writes.
public enum DemoLanguage: String, Sendable, CaseIterable {
    case en, fr, ar

    var position: Int {
        switch self {
        case .en: 0
        case .fr: 1
        case .ar: 2
        }
    }
}
