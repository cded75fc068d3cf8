using Layers.Testing;

namespace Layers.Api.Tests.Documentation;

/// <summary>Everything that a page asks the reader to paste works as it stands.</summary>
public sealed class PagesTests
{
    private static readonly Page Readme = Page.Read("README.md");

    private static IReadOnlyList<string> FirstApproval => Readme.Section("## The first approval").Code("sh");

    [PagesFact]
    public async Task Readme_LeadsFromAKeyToAQueuedPost()
    {
        using var media = new TempFolder();
        await using var reader = await Reader.Start(new Dictionary<string, string?>(), media.Path);

        var printed = await reader.Paste([.. FirstApproval, .. Readme.Section("## Schedule and publish").Code("sh")]);

        printed.Should().ContainAll(
            "\"requiresApproval\":true",
            "\"approvalStatus\":\"pending\"",
            "\"platform\":\"tiktok\",\"ok\":true",
            "\"reasons\":[\"approval_pending\"]",
            "\"approvalStatus\":\"approved\"",
            "Container is already approved.",
            "\"gateStatus\":\"open\"");
    }

    [PagesFact]
    public async Task ReviewQueue_ShowsWhatWaits()
    {
        using var media = new TempFolder();
        await using var reader = await Reader.Start(new Dictionary<string, string?>(), media.Path);

        var queue = Page.Read("docs/approval.md").Section("## Recipe: a review queue").Code("sh");
        var printed = await reader.Paste([.. FirstApproval.SkipLast(2), "echo QUEUE", .. queue]);

        printed[printed.IndexOf("QUEUE", StringComparison.Ordinal)..].Should().ContainAll("\"approvalStatus\":\"pending\"", "\"nextCursor\":");
    }

    [PagesFact]
    public async Task AgentThatAsksAPerson_CannotApproveByItself()
    {
        using var media = new TempFolder();
        await using var reader = await Reader.Start(new Dictionary<string, string?> { ["Layers__Approval__RequireScope"] = "true" }, media.Path);

        var keys = Page.Read("docs/approval.md").Section("## Recipe: an agent that asks a person").Code("sh");
        var printed = await reader.Paste(
        [
            .. FirstApproval.SkipLast(2),
            .. keys,
            "KEY=$AGENT; api -X POST $URL/content/$CONTAINER/approve",
            "KEY=$REVIEWER; api -X POST $URL/content/$CONTAINER/approve",
        ]);

        printed.Should().ContainAll("FORBIDDEN_SCOPE", "\"approvalStatus\":\"approved\"");
    }

    [PagesFact]
    public async Task Relay_PublishesAPost()
    {
        using var media = new TempFolder();
        await using var reader = await Reader.Start(new Dictionary<string, string?> { ["Layers__Relay__AllowPrivateAddresses"] = "true" }, media.Path);
        var recipe = Page.Read("docs/publishing.md").Section("## Recipe: a relay in 30 lines");
        recipe.Code("python").Should().ContainSingle().Which.Count(letter => letter == '\n').Should().BeLessThanOrEqualTo(31);
        reader.Save("relay.py", recipe.Code("python")[0]);

        var printed = await reader.Paste(
        [
            .. FirstApproval,
            recipe.Code("sh")[^1].Replace("127.0.0.1:8089", $"127.0.0.1:{reader.FreePort}", StringComparison.Ordinal),
            "until api $URL/projects/$PROJECT/scheduled-posts | grep '\"status\":\"published\"'; do sleep 0.2; done",
        ]);

        printed.Should().ContainAll("instagram @acme: Latte art, step by step.", "\"externalUrl\":\"https://example.com/sp_");
    }

    [PagesFact]
    public async Task Webhook_IsVerifiedByTheReceiver()
    {
        using var media = new TempFolder();
        await using var reader = await Reader.Start(
            new Dictionary<string, string?> { ["Layers__Webhooks__AllowHttp"] = "true", ["Layers__Webhooks__AllowPrivateAddresses"] = "true" }, media.Path);
        var page = Page.Read("docs/webhooks.md");
        string AtFreePort(string text) => text.Replace("8088", $"{reader.FreePort}", StringComparison.Ordinal);
        reader.Save("receiver.py", AtFreePort(page.Code("python")[0]));

        var printed = await reader.Paste(
        [
            FirstApproval[0],
            $"{{ {AtFreePort(page.Code("sh")[^1])}\n}} >printed 2>&1",
            "until grep '\"type\":\"webhook.test\"' printed; do sleep 0.2; done",
        ]);

        printed.Should().Contain("\"type\":\"webhook.test\"");
    }
}
