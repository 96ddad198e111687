public import Foundations

/// Which version of a form somebody asks a second person to put into use, and what that would open.
public struct FormAsk: Sendable, Hashable {
    public let form: String
    public let version: Int
    /// The id of the publication to be made, or of the one to go back to; nil for going back to what came with the box.
    public let publication: UUIDv7?
    /// What was in use when it was asked; nil for what came with the box.
    public let base: UUIDv7?
    public let goesBack: Bool
    public let loosened: [LoosenedField]

    public init(form: String, version: Int, publication: UUIDv7?, base: UUIDv7?, goesBack: Bool, loosened: [LoosenedField]) {
        self.form = form
        self.version = version
        self.publication = publication
        self.base = base
        self.goesBack = goesBack
        self.loosened = loosened
    }

    static let workbook = "workbook"

    init?(_ fields: [String: Value]) {
        guard let form = fields["form"]?.text, let version = fields["form_version"]?.int, let loosened = fields["loosened"]?.list else { return nil }
        self.init(form: form, version: Int(version), publication: fields["publication"]?.identifier, base: fields["base"]?.identifier,
                  goesBack: fields["goes_back"]?.text == "yes", loosened: loosened.compactMap(LoosenedField.init))
    }

    var fields: [String: Value] {
        ["form": .text(form), "form_version": .int(Int64(version)), "publication": publication.map { .text($0.description) } ?? .null,
         "base": base.map { .text($0.description) } ?? .null, "goes_back": .text(goesBack ? "yes" : "no"), "loosened": .list(loosened.map(\.value))]
    }
}
