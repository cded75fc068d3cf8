using System.Text.Json;
using Layers.Application.Projects;
using Layers.Domain;

namespace Layers.Application.Tests.Projects;

public sealed class ProjectValidatorTests
{
    private static readonly CreateProject Good = new(Text("Acme"), default, default, default);
    private static readonly PatchProject Untouched = new(new ProjectId(Guid.NewGuid()), default, default, default, default, MergesMetadata: false);

    [Fact]
    public async Task Project_NeedsOnlyAName()
    {
        (await Create(Good)).Should().BeEmpty();
        (await Create(Good with { CustomerExternalId = Optional<string>.Null })).Should().BeEmpty();
        (await Create(Good with { Timezone = Text("America/Argentina/Buenos_Aires"), Metadata = Json("{}") })).Should().BeEmpty();
        (await Create(Good with { Name = default })).Should().Equal("name");
    }

    [Fact]
    public async Task EachField_HasItsBounds()
    {
        foreach (var name in new[] { Text(""), Text(new string('a', 129)), Text("\0"), Optional<string>.Null })
            (await Create(Good with { Name = name })).Should().Equal("name");
        foreach (var id in new[] { Text(""), Text(new string('a', 256)) })
            (await Create(Good with { CustomerExternalId = id })).Should().Equal("customerExternalId");
        foreach (var zone in new[] { Text("utc"), Text("Mars/Olympus"), Text(""), Optional<string>.Null })
            (await Create(Good with { Timezone = zone })).Should().Equal("timezone");
        foreach (var metadata in new[] { Json("[]"), Json("5"), Json("null"), Optional<JsonElement>.Null })
            (await Create(Good with { Metadata = metadata })).Should().Equal("metadata");
    }

    [Fact]
    public async Task Metadata_IsAtMostEightKilobytesOfStorableJson()
    {
        (await Create(Good with { Metadata = Json($$"""{"a":"{{new string('a', 8_184)}}"}""") })).Should().BeEmpty();
        (await Create(Good with { Metadata = Json($$"""{"a":"{{new string('a', 8_185)}}"}""") })).Should().Equal("metadata");
        (await Create(Good with { Metadata = Json("""{"a":"\\u0000 \ud83d\ude00"}""") })).Should().BeEmpty();
        (await Create(Good with { Metadata = Json("""{"a":"\u0000"}""") })).Should().Equal("metadata");
        (await Create(Good with { Metadata = Json("""{"a":["\ud83d"]}""") })).Should().Equal("metadata");
        (await Create(Good with { Metadata = Json("""{"\u0000":1}""") })).Should().Equal("metadata");
    }

    [Fact]
    public async Task Patch_NeedsAtLeastOneField()
    {
        (await Patch(Untouched)).Should().Equal("");
        (await Patch(Untouched with { CustomerExternalId = Optional<string>.Null })).Should().BeEmpty();
        (await Patch(Untouched with { Name = Optional<string>.Null })).Should().Equal("name");
        (await Patch(Untouched with { Metadata = Json("{}") })).Should().BeEmpty();
    }

    [Fact]
    public void Change_TellsAbsentFromNull()
    {
        Untouched.ToChange("{}").SetsExternalId.Should().BeFalse();
        (Untouched with { CustomerExternalId = Optional<string>.Null }).ToChange("{}").SetsExternalId.Should().BeTrue();
        (Untouched with { Metadata = Json("{ \"a\" : 1 }") }).ToChange("{}").Metadata.Should().Be("{ \"a\" : 1 }");
    }

    [Fact]
    public async Task List_TakesItsFiltersAndRefusesAllOthers()
    {
        var good = new ListProjects("acme", "42", ["active", "archived"], null, "1");
        (await new ListProjectsValidator().IssuesOf(good)).Should().BeEmpty();

        var bad = new ListProjects("\0", new string('a', 256), ["ACTIVE"], "zq7", "0");
        (await new ListProjectsValidator().PathsOf(bad)).Should().BeEquivalentTo("search", "customerExternalId", "status", "cursor", "limit");
    }

    private static Task<IEnumerable<string>> Create(CreateProject command) => new CreateProjectValidator().PathsOf(command);

    private static Task<IEnumerable<string>> Patch(PatchProject command) => new PatchProjectValidator().PathsOf(command);

    private static Optional<string> Text(string text) => Optional<string>.Of(text);

    private static Optional<JsonElement> Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Optional<JsonElement>.Of(document.RootElement.Clone());
    }
}
