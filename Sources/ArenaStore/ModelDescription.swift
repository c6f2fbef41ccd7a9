/// What is told of a model beside its name, as far as it is to change.
public struct ModelDescription: Sendable, Equatable {
    /// Who makes it.
    public var organization: String?
    /// Its licence.
    public var license: String?
    /// What a million input tokens cost, in US dollars.
    public var inputPrice: Double?
    /// What a million output tokens cost, in US dollars.
    public var outputPrice: Double?
    /// How many tokens it takes in.
    public var contextTokens: Int32?

    /// Nothing to change.
    public init() {}
}
