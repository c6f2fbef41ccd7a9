import ArenaCore
import HTTPTypes
import Hummingbird

/// The pages whose addresses are not those of files.
struct PageRoutes: Sendable {
    let shelf: PageShelf
    let publisher: SnapshotPublisher
    /// How everything is computed; nil where that did not ship with the program.
    let methodPages: MethodPages?

    /// `GET /models/{slug}`: the page of a model.
    func model(_ request: Request, _ context: ArenaRequestContext) throws -> Response {
        guard let page = shelf.page(at: "/model") else { return UnmatchedRequests.nothingHere }
        // While nothing is published nobody can tell; the page will.
        if let catalogue = publisher.current?.catalogue {
            let model = catalogue.model(slug: context.parameters.get("slug") ?? "")
            guard model?.stage.isShown == true else { return UnmatchedRequests.nothingHere }
        }
        return page.response(to: request)
    }

    /// `GET /method`: how everything is computed.
    func method(_ request: Request, _ context: ArenaRequestContext) throws -> Response {
        guard let methodPages else { return UnmatchedRequests.nothingHere }
        return methodPages.page(in: PageLanguage(request)).response(to: request)
    }
}
