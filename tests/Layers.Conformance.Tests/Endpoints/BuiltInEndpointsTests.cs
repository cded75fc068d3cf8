using Layers.Conformance.Endpoints;
using Layers.Testing;
using NodaTime;

namespace Layers.Conformance.Tests.Endpoints;

[Collection(BuiltInParts.Name)]
public sealed class CorrectCaptionTests(ApiFixture api) : EndpointConformance(api, "correctCaption")
{
    protected override async Task<EndpointCall> Arrange(Given given) => new([await given.Uploaded(await given.Project())], new { caption = "A better one." });
}

[Collection(BuiltInParts.Name)]
public sealed class GetContainerTests(ApiFixture api) : EndpointConformance(api, "getContainer")
{
    protected override async Task<EndpointCall> Arrange(Given given)
    {
        // What was made in the same moment as its policy is not cached.
        var project = await given.GatedProject(window: "PT1H");
        Api.Clock.Advance(Duration.FromMinutes(3));
        return new EndpointCall([await given.Pending(project)]);
    }
}

[Collection(BuiltInParts.Name)]
public sealed class ListPostsTests(ApiFixture api) : EndpointConformance(api, "listPosts")
{
    protected override async Task<EndpointCall> Arrange(Given given) => new([await given.Project()]);
}

[Collection(BuiltInParts.Name)]
public sealed class DisconnectAccountTests(ApiFixture api) : EndpointConformance(api, "disconnectAccount")
{
    protected override async Task<EndpointCall> Arrange(Given given)
    {
        var project = await given.Project();
        return new EndpointCall([project, await given.Account(project)]);
    }
}

[Collection(BuiltInParts.Name)]
public sealed class CreateProjectTests(ApiFixture api) : EndpointConformance(api, "createProject")
{
    protected override Task<EndpointCall> Arrange(Given given) => Task.FromResult(new EndpointCall([], new { name = "Acme Coffee" }));
}
