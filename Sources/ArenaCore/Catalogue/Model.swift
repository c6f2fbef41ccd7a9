public import Foundation

/// The database's number of a model; small, stable, and never shown to the outside.
public struct ModelID: RawRepresentable, Hashable, Sendable, Comparable {
    /// The number itself.
    public let rawValue: Int32

    /// Wraps the number.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// Whether `left` comes before `right`, by number.
    public static func < (left: ModelID, right: ModelID) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// How far a model's public life has come.
public enum ModelStage: String, Sendable, CaseIterable {
    /// Registered, in no battle and on no board.
    case hidden
    /// Fights battles, is not on the board.
    case preview
    /// Fights battles and is on the board.
    case listed
    /// On the board, fights no new battles.
    case retired

    /// Whether new battles may be drawn for it.
    public var fights: Bool { self == .preview || self == .listed }

    /// Whether the board shows it.
    public var isShown: Bool { self == .listed || self == .retired }
}

/// A model that is compared with others.
public struct Model: Sendable, Equatable {
    /// The database's number.
    public let id: ModelID
    /// The name in addresses: lower-case letters, digits, `.`, `_`, `-`; unique.
    public let slug: String
    /// The display name, exactly as given; unique.
    public let name: String
    /// Who makes it, when known.
    public let organization: String?
    /// Under which licence it is offered, when known.
    public let license: String?
    /// What it answers with: `text`, `image` or `audio`.
    public let modality: String
    /// What a million input tokens cost, in US dollars, when known.
    public let inputPrice: Double?
    /// What a million output tokens cost, in US dollars, when known.
    public let outputPrice: Double?
    /// How many tokens it takes in, when known.
    public let contextTokens: Int?
    /// How far its public life has come.
    public let stage: ModelStage
    /// Whether it belongs to the sample content.
    public let isSample: Bool
    /// When the arena first met it.
    public let firstSeen: Date

    /// A model with all it is known by.
    public init(
        id: ModelID,
        slug: String,
        name: String,
        organization: String? = nil,
        license: String? = nil,
        modality: String = "text",
        inputPrice: Double? = nil,
        outputPrice: Double? = nil,
        contextTokens: Int? = nil,
        stage: ModelStage = .listed,
        isSample: Bool = false,
        firstSeen: Date
    ) {
        self.id = id
        self.slug = slug
        self.name = name
        self.organization = organization
        self.license = license
        self.modality = modality
        self.inputPrice = inputPrice
        self.outputPrice = outputPrice
        self.contextTokens = contextTokens
        self.stage = stage
        self.isSample = isSample
        self.firstSeen = firstSeen
    }
}
