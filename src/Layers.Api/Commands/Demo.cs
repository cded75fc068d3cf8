using Layers.Application;
using Layers.Application.Approval;
using Layers.Application.Content;
using Layers.Application.Generation;
using Layers.Application.Keys;
using Layers.Application.Projects;
using Layers.Application.Scheduling;
using Layers.Application.Seams;
using Layers.Application.Social;
using Layers.Application.Uploads;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Domain.Keys;
using MediatR;
using NodaTime;
using NodaTime.Text;

namespace Layers.Api.Commands;

/// <summary>A small world to try the product in, made through the same handlers as everything else.</summary>
internal sealed class Demo
{
    private const string OrganizationName = "Demo";
    private const string Timezone = "America/Los_Angeles";

    private readonly Operator layers;
    private readonly CreatedKey key;
    private readonly CancellationToken cancellationToken;

    private Demo(Operator layers, CreatedKey key, CancellationToken cancellationToken) =>
        (this.layers, this.key, this.cancellationToken) = (layers, key, cancellationToken);

    /// <summary>Null when the database already holds keys.</summary>
    public static async Task<DemoData?> MakeIfEmpty(Operator layers, CancellationToken cancellationToken) =>
        await layers.Send(new HasKeys(), cancellationToken) ? null : await Make(layers, cancellationToken);

    public static async Task<DemoData> Make(Operator layers, CancellationToken cancellationToken)
    {
        var create = new CreateKey(OrganizationName, OrganizationEnvironment.Live, "demo", [Scopes.Everything], RateLimitTier.Internal, ActorType.Person);
        var created = await layers.Send(create, cancellationToken);
        return await new Demo(layers, created, cancellationToken).MakeProject();
    }

    private async Task<DemoData> MakeProject()
    {
        var project = await Send(new CreateProject(
            Optional<string>.Of("Acme Coffee"), Optional<string>.Of("acme-coffee"), Optional<string>.Of(Timezone), default));

        var ungated = await MakeUngated(project.Id);
        await Send(new PatchPolicy(project.Id, new PolicySettings
        {
            RequiresApproval = Optional<bool>.Of(true),
            FirstNPostsBlocked = Optional<long>.Of(5),
            AutoApproveAfter = Optional<string>.Of("PT24H"),
        }));
        return await MakeGated(project.Id, ungated);
    }

    /// <summary>Born while the gate is open: nobody has to approve them.</summary>
    private async Task<(ContainerId Uploaded, ContainerId Generated)> MakeUngated(ProjectId project)
    {
        await MakeUnfinished(project);
        var generated = await Generate(project, ContentFormat.SlideshowBuilder, "Your first 30 days of espresso.");
        var uploaded = await Upload(project, "roast.mp4", "video/mp4", DemoMedia.Film, "The roast that started it all.");
        return (uploaded, generated);
    }

    /// <summary>Born under the gate: two wait, one is approved, one rejected, one not finished yet.</summary>
    private async Task<DemoData> MakeGated(ProjectId project, (ContainerId Uploaded, ContainerId Generated) ungated)
    {
        await MakeUnfinished(project);
        var unfinished = await StartUpload(project, "soon.jpg", "image/jpeg", DemoMedia.Cup);
        var approved = await Generate(project, ContentFormat.UgcRemix, "Three mistakes every barista makes.");
        await Send(new ApproveContainer(approved, Optional<string>.Of("Looks good. Shipping tomorrow 7am."), RevisionCondition.None));
        var rejected = await Upload(project, "old-logo.jpg", "image/jpeg", DemoMedia.Morning, "Now with our old logo.");
        await Send(new RejectContainer(rejected, Optional<string>.Of("This is last year's logo."), RevisionCondition.None));
        ContainerId[] pending =
        [
            await Generate(project, ContentFormat.SlideshowBuilder, "Five brews for rainy days."),
            await Upload(project, "latte.jpg", "image/jpeg", DemoMedia.Latte, "Latte art, step by step."),
            await Upload(project, "opening.mp4", "video/mp4", DemoMedia.Film, "We open at seven."),
        ];
        await ScheduleOnTikTok(project, approved, pending[^1]);
        return new DemoData(
            key.Text.Reveal(),
            key.Key.Organization.ToString(),
            project.ToString(),
            [.. pending.Select(id => id.ToString())],
            approved.ToString(),
            rejected.ToString(),
            ungated.Generated.ToString(),
            unfinished.ToString(),
            ungated.Uploaded.ToString(),
            ungated.Generated.ToString());
    }

    private async Task MakeUnfinished(ProjectId project)
    {
        await Begin(project, ContentFormat.SlideshowBuilder, "Beans, explained.");
        var processing = await Begin(project, ContentFormat.UgcRemix, "A day at the roastery.");
        await Send(new StartGeneration(processing));
        var failed = await Begin(project, ContentFormat.SlideshowBuilder, "Cold brew in 30 seconds.");
        await Send(new FailGeneration(failed, new Failure("GENERATOR_TIMEOUT", "The generator gave no answer in time.")));
        var canceled = await Begin(project, ContentFormat.UgcRemix, "Decaf for breakfast.");
        await Send(new CancelGeneration(canceled));
    }

    private Task<ContainerId> Begin(ProjectId project, ContentFormat format, string hook) => Send(new BeginGeneration(project, format, hook));

    private async Task<ContainerId> Generate(ProjectId project, ContentFormat format, string hook)
    {
        var container = await Begin(project, format, hook);
        await Send(new RunGeneration(DemoGenerator.Name, new GenerationOrder
        {
            Id = Id.New<JobId>(layers.Setting<IClock>().GetCurrentInstant()),
            Organization = key.Key.Organization,
            Project = project,
            Container = container,
            Format = format,
            Hook = hook,
        }));
        return container;
    }

    private async Task<ContainerId> Upload(ProjectId project, string filename, string type, byte[] bytes, string caption)
    {
        var container = await StartUpload(project, filename, type, bytes);
        await Send(new ReceiveFile(container, 1, type, bytes.Length, new MemoryStream(bytes)));
        await Send(new FinalizeUpload(container, Optional<string>.Of(caption), RevisionCondition.None));
        return container;
    }

    private async Task<ContainerId> StartUpload(ProjectId project, string filename, string type, byte[] bytes)
    {
        var file = new DeclaredFile
        {
            Filename = Optional<string>.Of(filename),
            ContentType = Optional<string>.Of(type),
            SizeBytes = Optional<long>.Of(bytes.Length),
        };
        var upload = await Send(new StartUpload(project, Optional<IReadOnlyList<Optional<DeclaredFile>>>.Of([Optional<DeclaredFile>.Of(file)]), default));
        return upload.Containers[0].Id;
    }

    /// <summary>Both for tomorrow at seven in the project's timezone. The pending one is held until somebody approves it.</summary>
    private async Task ScheduleOnTikTok(ProjectId project, ContainerId approved, ContainerId pending)
    {
        var account = await Send(new ConnectAccount(project, Optional<string>.Of("tiktok"), Optional<string>.Of("@acme.coffee"), default, default));
        var target = new Target { SocialAccountId = Optional<string>.Of(account.SocialAccountId.ToString()), Mode = Optional<string>.Of("publish") };
        var targets = Optional<IReadOnlyList<Optional<Target>>>.Of([Optional<Target>.Of(target)]);
        foreach (var container in (ContainerId[])[approved, pending])
            await Send(new ScheduleContainer(container, Optional<string>.Of(TomorrowAtSeven()), targets, RevisionCondition.None));
    }

    private string TomorrowAtSeven()
    {
        var zone = DateTimeZoneProviders.Tzdb[Timezone];
        var tomorrow = layers.Setting<IClock>().GetCurrentInstant().InZone(zone).Date.PlusDays(1);
        return InstantPattern.ExtendedIso.Format(zone.AtLeniently(tomorrow.At(new LocalTime(7, 0))).ToInstant());
    }

    private Task<T> Send<T>(IRequest<T> request) =>
        layers.SendAs(key.Key.Organization, Actor.ForKey(key.Key.Id, key.Key.ActorType, key.Key.Name), request, cancellationToken);
}

internal sealed record DemoData(
    string ApiKey,
    string OrganizationId,
    string ProjectId,
    IReadOnlyList<string> PendingIds,
    string ApprovedId,
    string RejectedId,
    string NotRequiredId,
    string UnfinishedId,
    string UploadedId,
    string GeneratedId)
{
    public string Describe(string url) =>
        $"""
         Demo data: project {ProjectId}, waiting for review: {string.Join(", ", PendingIds)}
         Try it:

           curl '{url}/v1/projects/{ProjectId}/content?approvalStatus=pending&status=completed' -H 'Authorization: Bearer {ApiKey}'

         """;
}
