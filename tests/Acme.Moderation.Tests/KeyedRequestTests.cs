using System.Net;
using Layers.Api.Auth;
using Layers.Api.Composition;
using Layers.Api.OpenApi;
using Layers.Application.Generation;
using Layers.Application.Seams;
using Layers.Domain;
using Layers.Domain.Content;
using Layers.Testing;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Acme.Moderation.Tests;

/// <summary>Requests with an <c>Idempotency-Key</c> in which an extension sends more than one command.</summary>
public sealed class KeyedRequestTests : IAsyncLifetime
{
    private static readonly (string, string) Key = ("Idempotency-Key", "one");

    private ApiServer server = null!;
    private Given given = null!;

    public async Task InitializeAsync()
    {
        server = await ApiServer.Start(parts: new Parts(layers => layers
            .Add<AcmeModeration>()
            .AddAfterDecision<LookAfterwards>()
            .AddControllersFrom(typeof(CardsController).Assembly)));
        given = await Given.Organization(server);
    }

    [Fact]
    public async Task GenerationUnderAKey_CompletesItsContainer_AndIsRepeatedWithoutAnother()
    {
        var path = $"/v1/projects/{await given.Project()}/cards";

        var first = await given.Client.PostJson(path, body: null, Key);
        var again = await given.Client.PostJson(path, body: null, Key);

        (first.Status, first.Text("status"), first.Header("Idempotency-Replayed")).Should().Be((HttpStatusCode.OK, "completed", null));
        again.Body.Should().Be(first.Body);
        ((string?)(await given.Container(first.Text("containerId")))["caption"]).Should().Be("Five brews. #acme");
    }

    [Fact]
    public async Task CommandAfterAKeyedDecision_IsCarriedOut()
    {
        var container = await given.Pending(await given.GatedProject());

        (await given.Client.PostJson($"/v1/content/{container}/approve", body: null, Key)).Status.Should().Be(HttpStatusCode.OK);
        (await given.Client.PostJson($"/v1/content/{container}/approve", body: null, Key)).Header("Idempotency-Replayed").Should().Be("true");

        (await given.Client.GetJson($"/v1/content/{container}/looks")).Json["items"]!.AsArray().Should().ContainSingle();
    }

    public async Task DisposeAsync() => await server.DisposeAsync();

    private sealed class LookAfterwards(IMediator mediator) : IAfterDecision
    {
        public Task Observe(IReadOnlyList<DecidedContainer> decided, CancellationToken cancellationToken) =>
            mediator.Send(new RecordLook(decided[0].Container.Id, default, RevisionCondition.None), cancellationToken);
    }
}

[ApiController]
[Route("v1/projects/{projectId}/cards")]
public sealed class CardsController(IMediator mediator) : ControllerBase
{
    /// <summary>Make a slideshow of cards.</summary>
    [HttpPost]
    [Operation("makeCards")]
    [RequireScope(AcmeModeration.LookScope)]
    public async Task<CardsView> Make(ProjectId projectId, CancellationToken cancellationToken)
    {
        var container = await mediator.Send(new BeginGeneration(projectId, ContentFormat.SlideshowBuilder, "Five brews."), cancellationToken);
        var order = new GenerationOrder { Id = default, Container = container, Format = ContentFormat.SlideshowBuilder, Hook = "Five brews." };
        return new CardsView(container, await mediator.Send(new RunGeneration("acme-cards", order), cancellationToken));
    }
}

/// <param name="ContainerId">The slideshow.</param>
/// <param name="Status">How the run ended.</param>
public sealed record CardsView(ContainerId ContainerId, ContainerStatus Status);
