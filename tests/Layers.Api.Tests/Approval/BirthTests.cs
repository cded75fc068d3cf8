using System.Net;
using Layers.Testing;

namespace Layers.Api.Tests.Approval;

/// <summary>The status that a container is born with.</summary>
public sealed class BirthTests(ApiFixture api) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Birth_WithoutGate_IsNotRequired()
    {
        var project = await api.Given.Project();

        (await UploadedAndGenerated(project)).Should().Be(("not_required", "not_required"));
    }

    [Fact]
    public async Task Birth_WithGateAndNoWarmUp_IsPendingHoweverManyWereDecided()
    {
        var project = await api.Given.GatedProject(firstN: 0);
        for (var round = 0; round < 3; round++)
            await Approve(await api.Given.Pending(project));

        (await UploadedAndGenerated(project)).Should().Be(("pending", "pending"));
    }

    [Fact]
    public async Task Birth_WithWarmUp_IsReviewedUntilFirstNAreDecided_RejectedOnesIncluded()
    {
        var project = await api.Given.GatedProject(firstN: 2);
        var (first, second, third) = (await api.Given.Pending(project), await api.Given.Pending(project), await api.Given.Pending(project));
        (await UploadedAndGenerated(project)).Should().Be(("pending", "pending"), "waiting is not decided");

        await Approve(first);
        (await UploadedAndGenerated(project)).Should().Be(("pending", "pending"));

        await Reject(second);
        (await UploadedAndGenerated(project)).Should().Be(("not_required", "not_required"));
        (await StatusOf(third)).Should().Be("pending", "what was born under the gate stays under it");
    }

    [Fact]
    public async Task Birth_WithWarmUp_CountsItsOwnProjectOnly()
    {
        var project = await api.Given.GatedProject(firstN: 1);
        await Approve(await api.Given.Pending(await api.Given.GatedProject(firstN: 1)));

        (await StatusOf(await api.Given.Queued(project))).Should().Be("pending");
    }

    [Fact]
    public async Task Birth_WithWarmUp_DoesNotCountUngatedContainers()
    {
        var project = await api.Given.Project();
        await api.Given.Uploaded(project);
        await api.Given.Uploaded(project);
        await api.Given.Policy(project, new { requiresApproval = true, firstNPostsBlocked = 1 });

        (await StatusOf(await api.Given.Queued(project))).Should().Be("pending");
    }

    [Fact]
    public async Task Birth_AfterWarmUpWasRaised_IsPendingAgain()
    {
        var project = await api.Given.GatedProject(firstN: 1);
        await Approve(await api.Given.Pending(project));
        (await StatusOf(await api.Given.Queued(project))).Should().Be("not_required");

        await api.Given.Policy(project, new { firstNPostsBlocked = 2 });

        (await StatusOf(await api.Given.Queued(project))).Should().Be("pending");
    }

    [Theory]
    [InlineData(true, "pending")]
    [InlineData(false, "not_required")]
    public async Task Birth_SettlesTheGate_WhateverThePolicyIsAtFinalize(bool gatedAtBirth, string status)
    {
        var project = await api.Given.Project();
        await api.Given.Policy(project, new { requiresApproval = gatedAtBirth });
        var (id, address) = await api.Given.StartedUpload(project, Given.Picture());
        await api.Given.Policy(project, new { requiresApproval = !gatedAtBirth });

        await api.Client.PutBytes(address, Given.Picture(), "image/jpeg");
        var finished = await api.Client.PostJson($"/v1/content/{id}/finalize-upload", new { caption = "Done." });

        finished.Text("approvalStatus").Should().Be(status);
    }

    [Fact]
    public async Task Birth_OfSeveralInOneUpload_IsUnderOneGate()
    {
        var project = await api.Given.GatedProject(firstN: 1);
        var file = new { filename = "a.jpg", contentType = "image/jpeg", sizeBytes = 9 };

        await api.Client.PostJson($"/v1/projects/{project}/content/uploads", new { files = new[] { file, file, file } });

        var rows = (await api.Client.GetJson($"/v1/projects/{project}/content")).Json["items"]!.AsArray();
        rows.Select(row => (string?)row!["approvalStatus"]).Should().Equal("pending", "pending", "pending");
    }

    private async Task<(string Uploaded, string Generated)> UploadedAndGenerated(string project)
    {
        var (uploaded, _) = await api.Given.StartedUpload(project, Given.Picture());
        return (await StatusOf(uploaded), await StatusOf(await api.Given.Queued(project)));
    }

    private async Task<string> StatusOf(string id) => (string)(await api.Given.Container(id))["approvalStatus"]!;

    private async Task Approve(string id) => (await api.Client.PostJson($"/v1/content/{id}/approve")).Status.Should().Be(HttpStatusCode.OK);

    private async Task Reject(string id) =>
        (await api.Client.PostJson($"/v1/content/{id}/reject", new { reason = "No." })).Status.Should().Be(HttpStatusCode.OK);
}
