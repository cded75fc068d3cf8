using System.Net;
using System.Net.Http.Headers;
using Layers.Application.Content;
using Layers.Application.Generation;
using Layers.Application.Organizations;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Testing;
using MediatR;
using NodaTime;

namespace Layers.Api.Tests.Organizations;

/// <summary>In a suspended organization, and in an archived project, nothing is decided or made by the clock or by a generator.</summary>
public sealed class SwitchedOffTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    private static readonly Dictionary<string, Func<Given, string, Task<IBaseRequest>>> Generators = new()
    {
        ["begin"] = (_, project) => Task.FromResult<IBaseRequest>(new BeginGeneration(Parse<ProjectId>(project), ContentFormat.UgcRemix, "Hook.")),
        ["start"] = async (given, project) => new StartGeneration(Parse<ContainerId>(await given.Queued(project))),
        ["fail"] = async (given, project) => new FailGeneration(Parse<ContainerId>(await given.Queued(project)), new Failure("BROKEN", "It broke.")),
        ["cancel"] = async (given, project) => new CancelGeneration(Parse<ContainerId>(await given.Queued(project))),
        ["complete"] = async (given, project) =>
            new CompleteGeneration(Parse<ContainerId>(await given.Queued(project)), "Caption.", [new MemoryStream(Given.Picture())]),
    };

    private static readonly Dictionary<string, ErrorKind> Situations = new() { ["suspended"] = ErrorKind.KillSwitch, ["archived"] = ErrorKind.Conflict };

    public static IEnumerable<object[]> Generations =>
        from situation in Situations.Keys
        from generation in Generators.Keys
        select new object[] { situation, generation };

    [Fact]
    public async Task Silence_InASuspendedOrganization_NeitherAnnouncesNorApproves()
    {
        var given = await Given.Organization(api.Server);
        var project = await given.GatedProject(window: "PT10H");
        await given.Pending(project);
        await api.Server.Send(new SuspendOrganization(), given.OrganizationId);
        var before = await DatabaseDigest.Take(api.Server.Database);

        api.Clock.Advance(Duration.FromHours(10) - Duration.FromMinutes(1));
        await Sweep(given, project);
        api.Clock.Advance(Duration.FromHours(10));
        await Sweep(given, project);

        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
    }

    [Fact]
    public async Task Silence_InAnArchivedProject_NeitherAnnouncesNorApproves()
    {
        var given = await Given.Organization(api.Server);
        var project = await given.GatedProject(window: "PT10H");
        await given.Pending(project);
        await given.Client.DeleteJson($"/v1/projects/{project}");
        var before = await DatabaseDigest.Take(api.Server.Database);

        api.Clock.Advance(Duration.FromHours(10) - Duration.FromMinutes(1));
        await Sweep(given, project);
        api.Clock.Advance(Duration.FromHours(10));
        await Sweep(given, project);

        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
    }

    [Theory]
    [MemberData(nameof(Generations))]
    public async Task Generator_IsRefusedAndLeavesNothing(string situation, string generation)
    {
        var given = await Given.Organization(api.Server);
        var project = await given.Project();
        var request = await Generators[generation](given, project);
        await SwitchOff(situation, given, project);
        var before = await DatabaseDigest.Take(api.Server.Database);

        var refused = await FluentActions.Awaiting(() => Send(request, given)).Should().ThrowAsync<DomainException>();

        refused.Which.Kind.Should().Be(Situations[situation]);
        (await DatabaseDigest.Take(api.Server.Database)).Should().Equal(before);
    }

    [Theory]
    [InlineData("begin")]
    [InlineData("start")]
    [InlineData("complete")]
    public async Task Generator_GoesOn_OnceTheOrganizationIsResumed(string generation)
    {
        var given = await Given.Organization(api.Server);
        var request = await Generators[generation](given, await given.Project());
        await api.Server.Send(new SuspendOrganization(), given.OrganizationId);

        await api.Server.Send(new ResumeOrganization(), given.OrganizationId);

        await Send(request, given);
    }

    [Fact]
    public async Task UploadAddress_TakesNoBytes_UntilTheOrganizationIsResumed()
    {
        var given = await Given.Organization(api.Server);
        var (_, address) = await given.StartedUpload(await given.Project(), Given.Picture());
        await api.Server.Send(new SuspendOrganization(), given.OrganizationId);
        await Eventually.Holds(async () => (await Put(given, address)).Status == HttpStatusCode.ServiceUnavailable, "the suspension is known");

        (await Put(given, address)).ShouldBeErrorJson(HttpStatusCode.ServiceUnavailable, """
            { "code": "KILL_SWITCH", "message": "This organization has been switched off.", "details": { "scope": "organization" } }
            """);

        await api.Server.Send(new ResumeOrganization(), given.OrganizationId);
        await Eventually.Holds(async () => (await Put(given, address)).Status == HttpStatusCode.NoContent, "the address is good again");
    }

    [Fact]
    public async Task Bytes_ThatAreOnTheirWayWhenTheOrganizationIsSuspended_AreNotKept()
    {
        var given = await Given.Organization(api.Server);
        var (id, address) = await given.StartedUpload(await given.Project(), Given.Picture());
        using var halfway = new HaltingContent(Given.Picture());

        var sending = given.Client.Call(HttpMethod.Put, address, halfway);
        await halfway.IsHalfway;
        await api.Server.Send(new SuspendOrganization(), given.OrganizationId);
        await Eventually.Holds(async () => (await given.Client.GetJson("/v1/whoami")).Status == HttpStatusCode.ServiceUnavailable, "the suspension is known");
        halfway.GoOn();

        (await sending).ShouldBeError(HttpStatusCode.ServiceUnavailable, "KILL_SWITCH");
        (await api.Server.Database.Value<long>($"select count(*) from upload_files where container_id = '{id[4..]}' and received_at is not null")).Should().Be(0);
    }

    private async Task SwitchOff(string situation, Given given, string project)
    {
        if (situation == "suspended")
            await api.Server.Send(new SuspendOrganization(), given.OrganizationId);
        else
            await given.Client.DeleteJson($"/v1/projects/{project}");
    }

    // As the workers do, and as one does that found the project before the organization was suspended.
    private async Task Sweep(Given given, string project)
    {
        await api.Server.Send(new AnnounceExpiring());
        await api.Server.Send(new AutoApproveDue());
        await api.Server.Send(new AnnounceExpiringOfProject(Parse<ProjectId>(project)), given.OrganizationId);
        await api.Server.Send(new AutoApproveProject(Parse<ProjectId>(project)), given.OrganizationId);
    }

    private Task Send(IBaseRequest request, Given given) =>
        request is IRequest<ContainerId> begin ? api.Server.Send(begin, given.OrganizationId) : api.Server.Send((IRequest<Unit>)request, given.OrganizationId);

    private static Task<Answer> Put(Given given, string address) => given.Client.PutBytes(address, Given.Picture(), "image/jpeg");

    private static TId Parse<TId>(string text)
        where TId : struct, IId<TId> => Id.TryParse<TId>(text, out var id) ? id : throw new FormatException(text);

    /// <summary>Bytes of which the second half waits.</summary>
    private sealed class HaltingContent : HttpContent
    {
        private readonly byte[] bytes;
        private readonly TaskCompletionSource half = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource rest = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HaltingContent(byte[] bytes)
        {
            this.bytes = bytes;
            Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        }

        public Task IsHalfway => half.Task;

        public void GoOn() => rest.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 2));
            await stream.FlushAsync();
            half.SetResult();
            await rest.Task;
            await stream.WriteAsync(bytes.AsMemory(bytes.Length / 2));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
