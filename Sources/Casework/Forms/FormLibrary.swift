public import FormEngine
import Foundations

/// The forms in use at this site.
public struct FormLibrary: Sendable {
    /// The three sheets of one form as CSV text.
    public struct Sheets: Sendable {
        public let survey: String
        public let choices: String
        public let settings: String

        public init(survey: String, choices: String, settings: String) {
            self.survey = survey
            self.choices = choices
            self.settings = settings
        }
    }

    /// One form as this site asks it, with what its records may hold from other versions.
    struct Entry: Sendable {
        /// As it was put into use; behind its questions, retired, what other versions asked.
        let shown: FormDefinition
        /// As it was put into use, without the retired.
        let asked: FormDefinition
        /// Other versions that were in use here, newest first.
        let earlier: [FormDefinition]
        /// What the store says of it.
        let use: Use
        /// Names of what a person may answer, sorted.
        let answers: [String]
        let calculated: Set<String>
        /// Answers that hold attachments, retired ones too: they stay readable.
        let media: MediaFields

        /// - Parameter profile: the one in use; nil shows everything.
        init(_ asked: FormDefinition, earlier: [FormDefinition] = [], use: Use = Use(), profile: String? = nil) {
            self.asked = asked
            self.earlier = earlier
            self.use = use
            shown = asked.keeping(earlier: earlier).asked(in: profile)
            media = MediaFields([shown, asked] + earlier)
            answers = asked.entries().filter { entry in
                if case .field(let field) = entry { field.type.holdsAnswer && !field.readOnly } else { true }
            }.map(\.name).sorted()
            calculated = earlier.reduce(into: asked.calculatedEntries) { $0.formUnion($1.calculatedEntries) }
        }
    }

    /// How a form came to be asked.
    struct Use: Sendable, Equatable {
        /// The version of the record that says so; 0 for a form that was never changed here.
        var place = 0
        /// What is asked stands for a version that this box cannot read: nobody may see more by that.
        var standsIn = false
    }

    private var byName: [String: Entry]
    private let standard: Set<String>
    /// Rises with each change; two libraries of one process with the same revision are equal.
    public private(set) var revision = 0
    /// What of the standard forms is asked at this site; nil for everything.
    public private(set) var profile: SiteProfile?
    private var profilePlace = 0
    /// Sorted by name; with retired questions of earlier versions.
    public private(set) var all: [FormDefinition] = []

    /// Throws the faults of the first form that has any.
    public init(_ sheets: [Sheets]) throws(FormFaults) {
        var byName: [String: Entry] = [:]
        for one in sheets {
            let form = try FormDefinition.read(survey: one.survey, choices: one.choices, settings: one.settings)
            byName[form.name] = Entry(form)
        }
        self.byName = byName
        standard = Set(byName.keys)
        sort()
    }

    /// The same library with another version of one form in use.
    /// - Parameter earlier: all other versions that were in use here, newest first.
    func using(_ form: FormDefinition, earlier: [FormDefinition], use: Use) -> FormLibrary {
        var next = self
        next.byName[form.name] = Entry(form, earlier: earlier, use: use, profile: profile?.name)
        next.revision += 1
        next.sort()
        return next
    }

    /// The same library as a site asks it that does not ask everything; nil asks everything.
    /// - Parameter place: the version of the record that says so; of two that switch at once, the later one is asked.
    func under(_ profile: SiteProfile?, place: Int) -> FormLibrary {
        guard place >= profilePlace, profile != self.profile || place != profilePlace else { return self }
        var next = self
        next.profile = profile
        next.profilePlace = place
        next.byName = byName.mapValues { Entry($0.asked, earlier: $0.earlier, use: $0.use, profile: profile?.name) }
        next.revision += 1
        next.sort()
        return next
    }

    /// The same library after one form was changed in the store. Where two were changed at once, what the store says last
    /// is asked, in whatever order they come here.
    /// - Parameters:
    ///   - definition: nil where the form is no longer offered.
    ///   - place: the version of the record that says so.
    func taking(_ definition: FormDefinition?, of form: String, place: Int) -> FormLibrary {
        let known = byName[form]
        var versions = known.map { [$0.asked] + $0.earlier }?.filter { !$0.isWithdrawn } ?? []
        if let definition, !versions.contains(definition) { versions.append(definition) }
        guard var asked = definition ?? Self.withdrawn(versions) else { return self }
        var use = Use(place: place)
        if let known, known.use.place > place { (asked, use) = (known.asked, known.use) }
        let earlier = versions.filter { $0 != asked }.sorted { $0.version > $1.version }
        return using(asked, earlier: earlier, use: use)
    }

    /// A form as it would be shown if it were in use: behind its questions, retired, what all versions before it asked.
    func keeping(_ form: FormDefinition) -> FormDefinition {
        let versions = byName[form.name].map { [$0.asked] + $0.earlier } ?? []
        return form.keeping(earlier: versions.filter { $0 != form && !$0.isWithdrawn })
    }

    /// A form of the site's own that is no longer offered: under the rights of its newest version, whichever was asked last.
    static func withdrawn(_ versions: [FormDefinition]) -> FormDefinition? {
        versions.max { $0.version < $1.version }?.withdrawn
    }

    private mutating func sort() {
        all = byName.values.map(\.shown).sorted { $0.name < $1.name }
        models = byName.filter { !standard.contains($0.key) }.compactMapValues(\.asked.rightsAs)
    }

    /// The form in use, with what earlier versions asked as retired questions.
    public subscript(name: String) -> FormDefinition? { byName[name]?.shown }

    /// The form exactly as it was put into use.
    public func asked(_ name: String) -> FormDefinition? { byName[name]?.asked }

    /// Every definition of a form that its records may hold answers of: as asked, then other versions, newest first.
    func versions(of form: String) -> [FormDefinition] { byName[form].map { [$0.asked] + $0.earlier } ?? [] }

    /// Whether new records of it are offered; not after a form of the site's own was taken back, nor where the site's profile
    /// leaves it out. What was begun with it is still taken.
    public func isOffered(_ form: String) -> Bool {
        guard let known = byName[form], !known.asked.isWithdrawn else { return false }
        return !standard.contains(form) || profile?.forms.contains(form) ?? true
    }

    func use(of form: String) -> Use { byName[form]?.use ?? Use() }

    /// Forms that stand for a version that this box cannot read.
    var standIns: [String] { byName.filter(\.value.use.standsIn).map(\.key) }

    /// Forms of the site's own → the form that came with the box whose rights their records follow.
    public private(set) var models: [String: String] = [:]

    /// The form of the role files that says who may do what with records of this one, and where they live.
    public func model(of form: String) -> String { models[form] ?? form }

    /// Names of a form's fields that a person may answer, sorted; none for a form that is not in use.
    func answers(of form: String) -> [String] { byName[form]?.answers ?? [] }

    /// What a record of this form stores that the form works out; it may be kept different from how it was sent.
    func calculated(of form: String) -> Set<String> { byName[form]?.calculated ?? [] }

    /// The answers of a form that hold attachments.
    func media(of form: String) -> MediaFields { byName[form]?.media ?? .none }

    /// Judges an entry's answers by their form. `stored` is what the author sees of the record, `all` everything it
    /// holds: faults must not tell about the rest, but what is calculated must take it into account. A form that is not
    /// in use faults every field.
    ///
    /// The version in use judges first. What it does not accept is judged once more by the version that the entry was
    /// written with, where that is another one: a form that changed while somebody was writing must not cost an answer.
    /// What is calculated is always what the version in use says.
    /// - Parameter version: nil where the version it was written with is not taken any more (`Desk.daysAVersionIsTaken`).
    /// - Returns: the faults, and what the box calculates otherwise than it was sent.
    func judge(_ fields: [String: Value], stored: [String: Value], all: [String: Value], form: String, version: Int? = nil, entry: UUIDv7,
               extent: CheckExtent, at: WallTime, work: FormWork = FormWork(),
               mayAnswer: (String) -> Bool = { _ in true }) -> (faults: [EntryFault], calculated: [String: Value]) {
        guard let known = byName[form] else {
            return (fields.keys.sorted().map { EntryFault(entry: entry, field: $0, code: "unknown-field") }, [:])
        }
        func judged(_ definition: FormDefinition) -> (faults: [EntryFault], calculated: [String: Value]) {
            Self.judge(fields, stored: stored, all: all, by: definition, entry: entry, extent: extent, at: at, work, mayAnswer)
        }
        var verdict = judged(known.shown)
        if known.asked.isWithdrawn, extent == .whole { verdict.faults.append(EntryFault(entry: entry, field: "", code: "form-withdrawn")) }
        guard !verdict.faults.isEmpty, !work.isExhausted, let version, version != known.asked.version,
              let older = known.earlier.first(where: { $0.version == version }) else { return verdict }
        let earlier = judged(older)
        if work.isExhausted { return earlier }
        return earlier.faults.isEmpty ? ([], verdict.calculated) : verdict
    }

    private static func judge(_ fields: [String: Value], stored: [String: Value], all: [String: Value], by definition: FormDefinition, entry: UUIDv7,
                              extent: CheckExtent, at: WallTime, _ work: FormWork, _ mayAnswer: (String) -> Bool) -> (faults: [EntryFault], calculated: [String: Value]) {
        let answers = fields.mapValues(FormAnswer.init)
        let zone = ZoneTable(standard: at.offsetMinutes * 60, changes: [])
        let around = SessionSurroundings(now: Double(at.millis), zone: zone)
        let verdict = definition.judge(answers, stored: stored.mapValues(FormAnswer.init), extent, around, work: work, mayAnswer: mayAnswer)
        var faults = verdict.faults.map { EntryFault(entry: entry, field: $0.field, code: $0.code.rawValue) }
        var calculated = verdict.calculated
        if all.count != stored.count, !definition.calculatedEntries.isEmpty {
            let whole = definition.judge(answers, stored: all.mapValues(FormAnswer.init), extent, around, work: work)
            calculated = whole.calculated
            if work.isExhausted { faults = whole.faults.map { EntryFault(entry: entry, field: $0.field, code: $0.code.rawValue) } }
        }
        return (faults, calculated.mapValues(Value.init))
    }
}

extension FormAnswer {
    /// The journal's value as an answer of a form.
    init(_ value: Value) {
        switch value {
        case .null: self = .null
        case .bool(let bool): self = .bool(bool)
        case .int(let int): self = .int(int)
        case .decimal(let text): self = .decimal(text)
        case .text(let text): self = .text(text)
        case .bytes, .map: self = .other
        case .list(let list):
            let words = list.compactMap(\.text)
            let records = list.compactMap(\.map)
            if words.count == list.count {
                self = .list(words)
            } else if records.count == list.count {
                self = .records(records.map { $0.mapValues(FormAnswer.init) })
            } else {
                self = .other
            }
        }
    }
}

extension Value {
    /// An answer as the journal keeps it.
    init(_ answer: FormAnswer) {
        switch answer {
        case .null, .other: self = .null
        case .bool(let bool): self = .bool(bool)
        case .int(let int): self = .int(int)
        case .decimal(let text): self = .decimal(text)
        case .text(let text): self = .text(text)
        case .list(let words): self = .list(words.map { .text($0) })
        case .records(let records): self = .list(records.map { .map($0.mapValues(Value.init)) })
        }
    }
}
