/// Forms by which a supervisor looks at a worker's cases. They lie in the child's dossier, for the worker and the supervisor alone.
enum ReviewForm {
    static let review = "quality_review"
    /// A comment on one record (`about_record`), or on the case as a whole.
    static let comment = "review_comment"
}
