import Workbook

/// Reads a workbook as an XLSForm and notes every fault of it, with the place, in one go. The rules are those of pyxform
/// 4.5; where pyxform stops at the first fault, this goes on.
final class FormChecker {
    struct ChoiceRow {
        let name: String
        let row: SheetTable.Row
    }

    let book: Workbook
    let options: XLSFormOptions
    var faults: [XLSFormFault] = []

    var settings: [String: String] = [:]
    var settingsTable: SheetTable?
    var survey: SheetTable?
    var choicesTable: SheetTable?
    var entitiesTable: SheetTable?
    /// List name → its choices, in the order of the sheet.
    var lists: [String: [ChoiceRow]] = [:]
    var listOrder: [String] = []
    /// Lists that got a choice `other` by an or_other question.
    var listsWithOther: Set<String> = []
    var externalLists: [String: [SheetTable.Row]]?
    var osmLists: Set<String>?

    var root = FormNode(.survey, name: "data")
    /// Names of rows, with how often each occurs and in which row first.
    var elementNames: [String: Int] = [:]
    var firstRows: [String: Int] = [:]
    var questionNames: Set<String> = []
    var triggers: [(name: String, row: SheetTable.Row)] = []
    var geometryReferences: [(target: String, row: SheetTable.Row)] = []
    var secondaryInstances: Set<String> = []
    var repeatNames: Set<String> = []
    /// Audit questions so far.
    var elementsOfMeta = 0
    var entities: [EntityDeclaration] = []
    var entityUses: [String: EntityUses] = [:]
    var entityUseOrder: [String] = []

    init(_ book: Workbook, _ options: XLSFormOptions) {
        self.book = book
        self.options = options
    }

    var defaultLanguage: String { settings["default_language"] ?? "default" }

    func note(_ code: XLSFormCode, _ place: Place, _ words: String, _ suggestion: String? = nil) { add(code, .error, place, words, suggestion) }

    func warn(_ code: XLSFormCode, _ place: Place, _ words: String, _ suggestion: String? = nil) { add(code, .warning, place, words, suggestion) }

    func add(_ code: XLSFormCode, _ severity: XLSFormFault.Severity, _ place: Place, _ words: String, _ suggestion: String? = nil) {
        // A form of thousands of faults helps nobody: the first hundreds do.
        guard faults.count < 2_000 else { return }
        faults.append(XLSFormFault(code, severity, at: place, words, suggestion: suggestion))
    }

    /// The nearest known word. Costly, so after some hundreds of faults, or among too many words, none is offered.
    func near(_ word: String, in known: some Collection<String>) -> String? {
        faults.count < 400 && known.count <= 5_000 ? Words.nearest(word, in: known) : nil
    }

    func check() -> XLSFormReport {
        for remark in book.remarks where isFormSheet(remark.sheet) && !remark.code.losesText { note(remark) }
        if readSheets(), isOfSaneSize() {
            checkSettings()
            readChoices()
            readEntities()
            checkHeaders()
            if !options.isStored { checkOwnColumns() }
            checkSpreadsheetErrors()
            readRows()
            checkTree()
            checkReferences()
            checkExpressions()
            checkMeanings()
            checkCycles()
            checkTranslations()
        }
        return XLSFormReport(faults)
    }

    private func note(_ remark: WorkbookRemark) {
        guard faults.count < 300 else { return }
        // Whole columns of formulas are usual in choice lists: one remark a sheet is enough.
        if remark.code == .formulaResult, faults.contains(where: { $0.code == .workbook && $0.sheet == remark.sheet && $0.words == remark.words }) { return }
        warn(.workbook, Place(sheet: remark.sheet, row: remark.row, column: "", letter: remark.column), remark.words)
    }

    func isFormSheet(_ name: String) -> Bool {
        name.isEmpty || Vocabulary.sheets.contains(name.lowercased()) || book.sheets.count == 1
    }

    /// False when there is nothing to check.
    private func readSheets() -> Bool {
        func table(_ name: String, _ words: HeaderWords, tidies: Bool = false) -> SheetTable? {
            guard let sheet = book.sheet(name) ?? (name == "survey" && book.sheets.count == 1 ? book.sheets[0] : nil), !sheet.rows.isEmpty else { return nil }
            let table = SheetTable(sheet, named: name, words: words, tidies: tidies)
            faults += table.faults
            return table
        }
        settingsTable = table("settings", Vocabulary.settings)
        if let both = settingsTable?.headers.filter({ $0.path == ["id_string"] }), both.count > 1, both.contains(where: { $0.title == "id_string" }) {
            // pyxform drops the older of the two names without a word.
            faults.removeAll { $0.code == .repeatedHeader && $0.sheet == "settings" && ["id_string", "form_id"].contains($0.column) }
            warn(.repeatedHeader, settingsTable!.place(both[1]), "form_id and id_string are the same column; form_id counts.")
        }
        if let row = settingsTable?.rows.first { settings = row.values.mapValues(\.text) }
        choicesTable = table("choices", Vocabulary.choices)
        entitiesTable = table("entities", Vocabulary.entities)
        survey = table("survey", Vocabulary.survey, tidies: Words.yesNo(settings["clean_text_values"]) ?? true)
        if let external = table("external_choices", Vocabulary.choices), !external.rows.isEmpty {
            externalLists = Dictionary(grouping: external.rows.filter { $0["list name"] != nil }) { $0["list name"]! }
        }
        if let osm = table("osm", Vocabulary.choices), !osm.rows.isEmpty { osmLists = Set(osm.rows.compactMap { $0["list name"] }) }
        for wanted in ["survey", "settings", "entities", "choices"] where book.sheet(wanted) == nil && !(wanted == "survey" && survey != nil) {
            for sheet in book.sheets where Words.distance(sheet.name.lowercased(), wanted) <= 2 && !sheet.name.hasPrefix("_")
                && !Vocabulary.sheets.contains(sheet.name.lowercased()) {
                warn(.sheetName, Place(sheet: sheet.name), "There is no sheet \(wanted); this one has a similar name and was not read.",
                     "Rename it to \(wanted), or put _ before its name to keep it out.")
            }
        }
        guard survey != nil else {
            note(.missingSheet, Place(sheet: ""), "The workbook has no sheet named survey.", "Name the sheet with the questions survey.")
            return false
        }
        return true
    }

    /// A form that nobody could fill in is not checked further: what follows compares rows with rows.
    private func isOfSaneSize() -> Bool {
        for (table, most) in [(survey, 10_000), (entitiesTable, 200), (settingsTable, 1_000)] {
            guard let table, table.rows.count > most else { continue }
            note(.tooLarge, Place(sheet: table.name, row: table.rows[most].number), "The sheet has more than \(most) rows.")
            return false
        }
        return true
    }

    private func checkSettings() {
        guard let table = settingsTable, let row = table.rows.first else { return }
        if settings["id_string"] == nil, row.values["name"] == nil, let header = table.header("id") {
            warn(.unknownHeader, table.place(header), "The column \(header.title) is not known.", "form_id")
        }
        if let name = settings["name"] {
            if Words.isName(name) {
                root = FormNode(.survey, name: name)
            } else {
                note(.badName, table.place(row, "name"), "The form's name must begin with a letter or _ and contain only letters, digits, _, - and .",
                     Words.madeName(name))
            }
        }
        if Words.yesNo(settings["omit_instanceID"]) == true, settings["public_key"] != nil {
            note(.setting, table.place(row, "omit_instanceID"), "The instance ID can't be left out of an encrypted form.")
        }
        if table.rows.count > 1 {
            warn(.ignoredRow, Place(sheet: "settings", row: table.rows[1].number), "Only the first row of the settings counts.")
        }
    }

    private func checkHeaders() {
        guard let survey else { return }
        if survey.header("type") == nil {
            let near = survey.headers.first { Words.nearest($0.title, in: ["type"]) != nil }
            note(.missingHeader, near.map { survey.place($0) } ?? Place(sheet: "survey", row: 1, column: "type"),
                 "The survey has no column type, or its first row is not the header.", near.map { "Rename \($0.title) to type." })
        }
        for header in survey.headers {
            let first = header.path[0]
            guard header.path.count == 1 || first != "cm", !Vocabulary.survey.columns.contains(first),
                  !Vocabulary.survey.aliases.values.contains([first]), !first.contains("jr:"), first != "cm", first != "kobo", !first.hasPrefix("kobo"),
                  !first.hasPrefix("$"), first != "intent", first != "disabled" else { continue }
            // A rule under a mistyped header would hold for nobody, and nobody would notice.
            let path = header.path.joined(separator: "::")
            if !options.isStored, survey.rows.contains(where: { $0.values[path] != nil }), let near = Words.nearest(Words.snake(first), in: Vocabulary.ruleHeaders) {
                note(.unknownHeader, survey.place(header), "The column \(header.title) is not known and was not read.", near)
            } else if let near = Words.nearest(Words.snake(first), in: Vocabulary.surveyHeaders) {
                warn(.unknownHeader, survey.place(header), "The column \(header.title) is not known and was not read.", near)
            }
        }
        for header in survey.headers where header.path.count > 1 && ["name", "type", "parameters", "trigger", "choice_filter"].contains(header.path[0])
            || header.path.starts(with: ["bind", "entities:saveto"]) && header.path.count > 2 {
            let path = header.path.joined(separator: "::")
            if survey.rows.contains(where: { $0.values[path] != nil }) {
                note(.badHeader, survey.place(header), "The column \(header.path.dropLast().last ?? "") is the same in all languages.", String(header.title.prefix { $0 != ":" }))
            }
        }
    }
}
