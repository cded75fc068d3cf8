using System.Net;
using Layers.Application.Generation;
using Layers.Domain;
using Layers.Domain.Tests.Gate;
using Layers.Testing;

namespace Layers.Api.Tests.Gate;

/// <summary>One project of a running server, moved by its callers and, where there is no endpoint, by its generators.</summary>
internal sealed class HttpGate(ApiFixture api, string project)
{
    private static readonly byte[] Picture = Given.Picture(64, 80);

    private readonly List<(string Id, bool IsUpload)> containers = [];

    public async Task<Outcome> Apply(Step step, int? ifMatch)
    {
        (string Name, string Value)[] headers = ifMatch is { } revision ? [("If-Match", $"\"{revision}\"")] : [];
        return step switch
        {
            Step.SetPolicy set => Read(await api.Client.PatchJson(
                $"/v1/projects/{project}/approval-policy", new { requiresApproval = set.RequiresApproval, firstNPostsBlocked = set.FirstN })),
            Step.Create create => await Create(create.IsUpload),
            Step.Complete complete => await Complete(complete.On),
            Step.Fail fail => await Send(new FailGeneration(IdOf(fail.On), new Failure("BROKEN", "It broke."))),
            Step.Cancel cancel => await Send(new CancelGeneration(IdOf(cancel.On))),
            Step.CorrectCaption correct => Read(await api.Client.PatchJson(PathOf(correct.On), new { caption = $"After {Guid.NewGuid()}." })),
            Step.Approve approve => Read(await api.Client.PostJson($"{PathOf(approve.On)}/approve", body: null, headers)),
            Step.Reject reject => Read(await api.Client.PostJson($"{PathOf(reject.On)}/reject", new { reason = "Off brand." }, headers)),
            _ => throw new ArgumentException("No such step.", nameof(step)),
        };
    }

    public async Task<IReadOnlyList<ShownState>> States()
    {
        var states = new List<ShownState>();
        foreach (var (id, _) in containers)
        {
            var container = await api.Given.Container(id);
            states.Add(new ShownState((string)container["status"]!, (string)container["approvalStatus"]!, (int)container["revision"]!));
        }

        return states;
    }

    private async Task<Outcome> Create(bool isUpload)
    {
        if (!isUpload)
        {
            containers.Add((await api.Given.Queued(project), isUpload));
            return Outcome.Done;
        }

        var (id, address) = await api.Given.StartedUpload(project, Picture);
        containers.Add((id, isUpload));
        return Read(await api.Client.PutBytes(address, Picture, "image/jpeg"));
    }

    private async Task<Outcome> Complete(int on) =>
        containers[on].IsUpload
            ? Read(await api.Client.PostJson($"{PathOf(on)}/finalize-upload", new { caption = "Caption." }))
            : await Send(new CompleteGeneration(IdOf(on), "Caption.", [new MemoryStream(Picture)]));

    private async Task<Outcome> Send(MediatR.IRequest<MediatR.Unit> request)
    {
        try
        {
            await api.Server.Send(request, api.Given.OrganizationId);
            return Outcome.Done;
        }
        catch (DomainException refusal) when (refusal.Kind == ErrorKind.Conflict)
        {
            return new Outcome("CONFLICT", refusal.Message);
        }
    }

    private string PathOf(int on) => $"/v1/content/{containers[on].Id}";

    private ContainerId IdOf(int on) => Id.TryParse<ContainerId>(containers[on].Id, out var id) ? id : throw new FormatException(containers[on].Id);

    private static Outcome Read(Answer answer) =>
        answer.Status is HttpStatusCode.OK or HttpStatusCode.NoContent
            ? Outcome.Done
            : new Outcome(answer.ErrorCode!, (string?)answer.Json["error"]!["message"]);
}
