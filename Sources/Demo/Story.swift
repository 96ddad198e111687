import Foundations

/// What a story needs to know about its district.
struct DemoContext: Sendable {
    let options: DemoOptions
    let assets: DemoAssets
    let staff: DemoStaff
}

/// Collects the saves of one story in any order and hands them out in the order of time.
struct Story {
    let context: DemoContext
    var random: SplitMix64
    private var saves: [DemoSave] = []

    init(_ context: DemoContext, random: SplitMix64) {
        self.context = context
        self.random = random
    }

    /// A new record id for something that begins on `day`.
    mutating func newID(day: Int) -> UUIDv7 {
        UUIDv7.make(at: Int64(day) * 86_400_000, using: &random)
    }

    /// Moves a day of the weekend to Monday, unless that would lie after the last day.
    func workday(_ day: Int) -> Int {
        // 1970-01-01 was a Thursday: day 2 is a Saturday.
        let ofWeek = (day % 7 + 7) % 7
        let moved = ofWeek == 2 ? day + 2 : ofWeek == 3 ? day + 1 : day
        return moved <= context.options.lastDay ? moved : min(day, context.options.lastDay)
    }

    /// Adds a save on `day`. `step` orders saves of one day: each stands in its own hour from 8 o'clock (0…8).
    mutating func save(_ day: Int, _ step: Int = 4, by person: DemoPerson, _ entries: [DemoEntry]) {
        let minute = (8 + min(max(step, 0), 9)) * 60 + random.below(58)
        let local = Int64(day) * 86_400_000 + Int64(minute * 60_000 + random.below(60_000))
        let at = min(local - Int64(context.options.offsetMinutes) * 60_000, context.options.now - 60_000)
        saves.append(DemoSave(id: person.id, actor: person.id, device: person.device, at: at, entries: entries))
    }

    /// In the order of time, with ids of that time and the base version each author saw.
    mutating func bundle(children: Int) -> DemoBundle {
        var order = Array(saves.indices)
        order.sort { saves[$0].at != saves[$1].at ? saves[$0].at < saves[$1].at : $0 < $1 }
        var versions: [UUIDv7: Int] = [:]
        var out: [DemoSave] = []
        out.reserveCapacity(order.count)
        for index in order {
            var save = saves[index]
            save.id = UUIDv7.make(at: save.at, using: &random)
            for position in save.entries.indices {
                let version = versions[save.entries[position].record, default: 0]
                save.entries[position].id = UUIDv7.make(at: save.at, using: &random)
                let seen = save.entries[position].unaware ? version - 1 : version
                save.entries[position].base = seen <= 0 ? nil : seen
                versions[save.entries[position].record] = version + 1
            }
            out.append(save)
        }
        return DemoBundle(saves: out, children: children)
    }
}

/// The records of one dossier share these.
struct Shelf {
    let scope: DemoScope
    let dossier: UUIDv7?
    let envelope: DemoEnvelope

    func create(_ form: String, _ record: UUIDv7, parent: UUIDv7? = nil, status: String? = nil,
                owner: UUIDv7? = nil, _ fields: [String: Value]) -> DemoEntry {
        var envelope = envelope
        envelope.status = status
        if let owner { envelope.owner = owner }
        return DemoEntry(id: record, op: .create, form: form, record: record, scope: scope, dossier: dossier, parent: parent,
                         base: nil, fields: fields, envelope: envelope, unaware: false)
    }

    func change(_ op: DemoOp, _ form: String, _ record: UUIDv7, status: String? = nil, unaware: Bool = false,
                _ fields: [String: Value]) -> DemoEntry {
        DemoEntry(id: record, op: op, form: form, record: record, scope: scope, dossier: dossier, parent: nil, base: nil,
                  fields: fields, envelope: DemoEnvelope(status: status), unaware: unaware)
    }
}

extension Value {
    /// The day as `2026-11-21`.
    static func day(_ day: Int) -> Value { .text(CivilDay(daysSinceEpoch: day).description) }
    static func id(_ id: UUIDv7) -> Value { .text(id.description) }
    static func choices(_ choices: [String]) -> Value { .list(choices.map { .text($0) }) }
    static func yesNo(_ yes: Bool) -> Value { .text(yes ? "yes" : "no") }
}
