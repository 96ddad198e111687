public import Access
import FormEngine
public import Foundations
public import TimeLimits

/// Time limits in use. They are kept like a code list: versions that never change, and which one is in use.
extension Desk {
    /// Their name among the lists.
    public static let limitsList = "time_limits"

    /// Reads a country's files against the forms of this site.
    public func readLimits(_ files: [String: [UInt8]]) -> LimitBookReader {
        let library = forms
        return LimitBookReader(files) { library.holds($0) }
    }

    /// Takes the limits of the store into use: at the start. Blocks.
    /// - Returns: the publication in use where it cannot be read; then no limits are in use.
    public func loadLimits() throws -> Publication? {
        let history = try history(of: .list)
        guard let id = history.inUse[Self.limitsList], let publication = history.publications.first(where: { $0.id == id }) else { return nil }
        guard let limits = try? limits(of: publication) else { return publication }
        self.limits.change(to: limits, place: history.places[Self.limitsList] ?? 0)
        return nil
    }

    /// Puts a country's limits into use, at once and for everybody. Durable when it returns.
    /// - Parameters:
    ///   - id: made by whoever publishes, so that sending twice publishes once.
    ///   - base: the publication in use as they saw it, nil for none.
    /// - Throws: `CaseworkError`: `listRefused` where the files have errors, else as `change(_:by:standing:)` of a list.
    /// - Returns: the publication in use from now on.
    public func publishLimits(_ contents: LimitContents, id: UUIDv7, note: String, base: UUIDv7?, by author: Author, standing: Standing) async throws -> Publication {
        guard readLimits(contents.files).book != nil else { throw CaseworkError(.listRefused(why: "The files have errors; a check names them.")) }
        let change = ListChange(list: Self.limitsList, target: .new(id, contents: contents.bytes), note: note, base: base, forms: [], places: nil)
        guard let published = try await self.change(change, by: author, standing: standing) else { throw CaseworkError(.notFound) }
        _ = try loadLimits()
        return published
    }

    /// Takes an earlier version into use again; nil for none at all. `id` and `base` as where limits are published.
    public func rollBackLimits(to publication: UUIDv7?, id: UUIDv7, note: String, base: UUIDv7?, by author: Author, standing: Standing) async throws {
        let history = try history(of: .list)
        guard publication == nil || history.publications.contains(where: { $0.id == publication && $0.name == Self.limitsList }) else {
            throw CaseworkError(.notFound)
        }
        let change = ListChange(list: Self.limitsList, target: .earlier(publication, id: id), note: note, base: base, forms: [], places: nil)
        _ = try await self.change(change, by: author, standing: standing)
        let after = try self.history(of: .list)
        let published = after.publications.first { $0.id == publication }
        limits.change(to: try published.flatMap { try limits(of: $0) }, place: after.places[Self.limitsList] ?? 0)
    }

    /// The files of a version; nil where this box cannot read them.
    public func limitContents(of publication: Publication) throws -> LimitContents? { LimitContents(try contents(of: publication)) }

    /// Held against the forms when they were published: what a form asks since takes no limit away.
    private func limits(of publication: Publication) throws -> LimitsInUse? {
        guard let contents = try limitContents(of: publication), let book = LimitBookReader(contents.files).book else { return nil }
        return LimitsInUse(country: contents.country, book: book, version: publication.version)
    }
}

extension FormLibrary {
    /// Whether something that meets the rule can be recorded: the site's profile may leave its forms out.
    func canMeet(_ rule: LimitRule) -> Bool { rule.metBy.contains { isOffered($0.form) } }

    /// Whether a form has this date, and the answer that its condition asks for.
    public func holds(_ name: EventName) -> Bool {
        let fields = asked(name.form)?.fields ?? []
        return fields.contains { $0.name == name.field && $0.type == .date }
            && name.condition.map { condition in fields.contains { $0.name == condition.field } } ?? true
    }
}
