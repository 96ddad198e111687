/// Texts that one language has and another lacks.
extension FormChecker {
    func checkTranslations() {
        for table in [survey, choicesTable] {
            guard let table else { continue }
            check(table)
        }
    }

    private func check(_ table: SheetTable) {
        var languages: [String] = []
        /// Text column → language → header.
        var columns: [String: [String: SheetTable.Header]] = [:]
        for header in table.headers {
            guard let (text, language) = Self.textColumn(header.path) else { continue }
            if !languages.contains(language) { languages.append(language) }
            columns[text, default: [:]][language] = header
        }
        guard !languages.isEmpty, languages != ["default"] else { return }
        for language in languages where language != "default" && !Self.hasCode(language) && table.name == "survey" {
            let header = columns.values.compactMap { $0[language] }.min { $0.column < $1.column }
            warn(.languageCode, header.map { table.place($0) } ?? Place(sheet: table.name, row: 1),
                 "The language \(language) has no code.", Self.knownCode(language).map { "\(language) (\($0))" } ?? "\(language) (xx)")
        }
        for (text, byLanguage) in columns.sorted(by: { $0.key < $1.key }) {
            for language in languages where byLanguage[language] == nil {
                warn(.translation, Place(sheet: table.name, row: 1, column: language == "default" ? text : "\(text)::\(language)"),
                     "There is no column with \(text) in \(language).")
            }
            for row in table.rows {
                let given = byLanguage.filter { row.values[$0.value.path.joined(separator: "::")] != nil }
                guard !given.isEmpty, given.count < byLanguage.count else { continue }
                for (language, header) in byLanguage.sorted(by: { $0.value.column < $1.value.column }) where given[language] == nil {
                    var place = table.place(header)
                    place.row = row.number
                    place.cell = ""
                    warn(.translation, place, "The \(text) is missing in \(language).")
                }
            }
        }
    }

    /// The text of a header path and its language.
    static func textColumn(_ path: [String]) -> (text: String, language: String)? {
        var path = path
        if path.count > 1, path[0] == "media" || path[0] == "bind" { path.removeFirst() }
        let names = ["label": "label", "hint": "hint", "guidance_hint": "guidance_hint", "image": "image", "big-image": "big-image", "audio": "audio",
                     "video": "video", "jr:constraintMsg": "constraint_message", "jr:requiredMsg": "required_message"]
        guard let text = names[path[0]], path.count <= 2 else { return nil }
        return (text, path.count == 2 ? path[1] : "default")
    }

    private static func hasCode(_ language: String) -> Bool {
        guard language.hasSuffix(")"), let open = language.lastIndex(of: "(") else { return language.utf8.count < 3 }
        let code = language[language.index(after: open)...].dropLast()
        let main = code.split(separator: "-").first ?? ""
        return (2...8).contains(main.utf8.count) && code.utf8.allSatisfy { $0 == 0x2D || (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
    }

    private static func knownCode(_ language: String) -> String? {
        ["english": "en", "french": "fr", "français": "fr", "francais": "fr", "arabic": "ar", "العربية": "ar", "spanish": "es", "español": "es",
         "portuguese": "pt", "swahili": "sw", "kiswahili": "sw", "somali": "so", "amharic": "am", "hausa": "ha", "russian": "ru", "ukrainian": "uk",
         "turkish": "tr", "dari": "prs", "pashto": "ps", "urdu": "ur", "bengali": "bn", "burmese": "my", "german": "de", "italian": "it",
         "kurdish": "ku", "tigrinya": "ti", "kinyarwanda": "rw", "lingala": "ln", "nepali": "ne", "hindi": "hi"][language.lowercased()]
    }
}
