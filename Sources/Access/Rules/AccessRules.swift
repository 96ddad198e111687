public import Sharing
import Synchronization

/// The rules of a site: roles and the classes of fields. Copies share what they hold: where a form changes, its classes
/// and who has rights on its records change for all of them.
public struct AccessRules: Sendable {
    private struct State {
        var book: RoleBook
        var models: [String: String] = [:]
        var classes: FieldClasses
        var revision = 0
    }

    private final class Held: Sendable {
        let state: Mutex<State>
        init(_ state: sending State) { self.state = Mutex(state) }
    }

    /// As the role files have it.
    private let written: RoleBook
    private let held: Held
    /// What a referral shares; nothing where it shares all that the role may see.
    private let templates: ShareTemplates?

    public init(book: RoleBook, classes: FieldClasses, templates: ShareTemplates? = nil) {
        written = book
        self.templates = templates
        held = Held(State(book: book, classes: classes))
    }

    /// The roles, with what they may do with records of the site's own forms.
    public var book: RoleBook { held.state.withLock { $0.book } }

    public var classes: FieldClasses { held.state.withLock { $0.classes } }

    /// Rises with every change of the classes.
    var revision: Int { held.state.withLock { $0.revision } }

    /// From now on fields have these classes. Standings worked out before keep theirs; `PeopleStore` gives out none of
    /// them again.
    /// - Parameter models: forms that the role files do not know → the form whose rights their records follow.
    public func use(_ classes: FieldClasses, models: [String: String] = [:]) {
        held.state.withLock { state in
            if state.models != models {
                state.book = written.following(models)
                state.models = models
            }
            state.classes = classes
            state.revision += 1
        }
    }

    /// Works a viewer's rights out once, for all the records of a request.
    public func standing(of viewer: Viewer) -> Standing {
        let (classes, revision) = held.state.withLock { ($0.classes, $0.revision) }
        return Standing(viewer: viewer, classes: classes, templates: templates, revision: revision)
    }
}
