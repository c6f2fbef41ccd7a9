/// The models, prompts and responses that are on offer, as one immutable value without their texts.
public struct Catalogue: Sendable {
    /// Where a response is found and whose it is.
    public struct ResponseReference: Sendable, Equatable {
        /// The response.
        public let id: Identifier<Response>
        /// Who gave it.
        public let model: ModelID

        /// A reference.
        public init(id: Identifier<Response>, model: ModelID) {
            self.id = id
            self.model = model
        }
    }

    /// A prompt with the responses that may be shown.
    public struct PromptReference: Sendable, Equatable {
        /// The prompt.
        public let id: Identifier<Prompt>
        /// The responses to it, of models that fight battles, without those that give their author away.
        public let responses: [ResponseReference]
        /// The slices that battles over it belong to.
        public let traits: Traits
        /// How long it is, where that is known.
        public let length: PromptLength?

        /// A reference.
        public init(
            id: Identifier<Prompt>,
            responses: [ResponseReference],
            traits: Traits = Traits(),
            length: PromptLength? = nil
        ) {
            self.id = id
            self.responses = responses
            self.traits = traits
            self.length = length
        }
    }

    /// Counted up with every change of the catalogue in the database.
    public let revision: Int64
    /// The stream whose battles the boards are made of: the real one, or the sample while there is nothing real.
    public let stream: Stream
    /// The models on offer, in canonical order: by the UTF-8 bytes of their names.
    public let models: [Model]
    /// The prompts that have at least two responses of different models.
    public let prompts: [PromptReference]

    private let bySlug: [String: Int]
    private let byID: [ModelID: Int]
    private let promptsByID: [Identifier<Prompt>: Int]

    /// A catalogue; `models` may come in any order.
    public init(revision: Int64, stream: Stream, models: [Model], prompts: [PromptReference]) {
        self.revision = revision
        self.stream = stream
        self.models = models.sorted { CanonicalOrder.precedes($0.name, $1.name) }
        self.prompts = prompts
        bySlug = Dictionary(uniqueKeysWithValues: self.models.enumerated().map { ($1.slug, $0) })
        byID = Dictionary(uniqueKeysWithValues: self.models.enumerated().map { ($1.id, $0) })
        promptsByID = Dictionary(prompts.enumerated().map { ($1.id, $0) }) { first, _ in first }
    }

    /// A catalogue with nothing in it.
    public static let empty = Catalogue(revision: -1, stream: .main, models: [], prompts: [])

    /// Whether this is the sample content.
    public var isSample: Bool { stream == .sample }

    /// The model of that slug.
    public func model(slug: String) -> Model? {
        bySlug[slug].map { models[$0] }
    }

    /// The model of that number.
    public func model(id: ModelID) -> Model? {
        byID[id].map { models[$0] }
    }

    /// The prompt of that name.
    public func prompt(id: Identifier<Prompt>) -> PromptReference? {
        promptsByID[id].map { prompts[$0] }
    }

    /// The place of a model in `models`.
    public func index(of id: ModelID) -> Int? {
        byID[id]
    }
}
