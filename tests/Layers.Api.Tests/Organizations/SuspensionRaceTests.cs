using Layers.Api.Tests.Scheduling;
using Layers.Api.Tests.Webhooks;
using Layers.Application.Content;
using Layers.Application.Events;
using Layers.Application.Generation;
using Layers.Application.Organizations;
using Layers.Application.Retention;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Testing;
using NodaTime;

namespace Layers.Api.Tests.Organizations;

/// <summary>A suspension and what a worker or a generator does at the same moment: the one is answered when the other is done.</summary>
public sealed class SuspensionRaceTests(WebhookFixture api) : IClassFixture<WebhookFixture>
{
    // Each stops in front of the table that it writes, with all that it has read.
    private static readonly Dictionary<string, string> Tables = new()
    {
        ["silence"] = "events",
        ["notice"] = "events",
        ["dispatch"] = "scheduled_posts",
        ["webhooks"] = "webhook_deliveries",
        ["expiry"] = "events",
        ["generator"] = "containers",
    };

    public static IEnumerable<object[]> Works => Tables.Keys.Select(work => new object[] { work });

    [Theory]
    [MemberData(nameof(Works))]
    public async Task Suspension_IsAnsweredWhenWhatHadBegunIsDone(string work)
    {
        await using var receiver = await Receiver.Start();
        var given = await Given.Organization(api.Server);
        var begin = await Prepare(work, given, receiver);
        await using var held = await HeldLock.On(api.Server.Database, $"lock table {Tables[work]} in share mode");
        var begun = begin();
        await held.UntilWaiting(1);

        var suspension = api.Server.Send(new SuspendOrganization(), given.OrganizationId);
        await held.UntilWaiting(2);
        (await StatusOf(given)).Should().Be("suspended", "nothing new begins while it waits");
        suspension.IsCompleted.Should().BeFalse();
        await held.Release();

        await begun;
        (await suspension).IsChanged.Should().BeTrue();
    }

    private async Task<Func<Task>> Prepare(string work, Given given, Receiver receiver)
    {
        switch (work)
        {
            case "silence":
                await given.Pending(await given.GatedProject(window: "PT10H"));
                api.Clock.Advance(Duration.FromHours(10));
                return () => api.Server.Send(new AutoApproveDue());
            case "notice":
                await given.Pending(await given.GatedProject(window: "PT10H"));
                api.Clock.Advance(Duration.FromHours(10) - Duration.FromMinutes(1));
                return () => api.Server.Send(new AnnounceExpiring());
            case "dispatch":
                await given.Scheduled(await given.Project(), api.In(Steps.Hour));
                api.Clock.Advance(Steps.Hour);
                return () => api.Server.DispatchDuePosts();
            case "webhooks":
                var (endpoint, _) = await given.Webhook(receiver.Url);
                await given.Happen();
                await api.Server.Send(new PositionEvents());
                return () => api.DeliverOnly(given, endpoint);
            case "expiry":
                await given.StartedUpload(await given.Project(), Given.Picture());
                api.Clock.Advance(Duration.FromHours(24));
                return () => api.Server.Send(new ExpireUploads());
            case "generator":
                var project = await given.Project();
                return () => api.Server.Send(new BeginGeneration(new ProjectId(project.Uuid()), ContentFormat.UgcRemix, "Hook."), given.OrganizationId);
            default:
                throw new ArgumentOutOfRangeException(nameof(work), work, "Not prepared.");
        }
    }

    private Task<string?> StatusOf(Given given) =>
        api.Server.Database.Value<string>("select status from organizations where organization_id = $1", given.OrganizationId.Value);
}
