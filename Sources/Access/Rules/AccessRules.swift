import Synchronization

/// The rules of a site: roles and the classes of fields. Copies share what they hold: where a form changes, its classes
/// change for all of them.
public struct AccessRules: Sendable {
    private final class Held: Sendable {
        let state: Mutex<(classes: FieldClasses, revision: Int)>
        init(_ classes: FieldClasses) { state = Mutex((classes, 0)) }
    }

    public let book: RoleBook
    private let held: Held

    public init(book: RoleBook, classes: FieldClasses) {
        self.book = book
        held = Held(classes)
    }

    public var classes: FieldClasses { held.state.withLock { $0.classes } }

    /// Rises with every change of the classes.
    var revision: Int { held.state.withLock { $0.revision } }

    /// From now on fields have these classes. Standings worked out before keep theirs; `PeopleStore` gives out none of
    /// them again.
    public func use(_ classes: FieldClasses) {
        held.state.withLock { $0 = (classes, $0.revision + 1) }
    }

    /// Works a viewer's rights out once, for all the records of a request.
    public func standing(of viewer: Viewer) -> Standing {
        let (classes, revision) = held.state.withLock { $0 }
        return Standing(viewer: viewer, classes: classes, revision: revision)
    }
}
