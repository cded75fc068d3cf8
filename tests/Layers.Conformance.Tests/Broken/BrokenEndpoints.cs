using FluentValidation;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application;
using Layers.Application.Content;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Conformance.Endpoints;
using Layers.Domain;
using Layers.Domain.Keys;
using Layers.Infrastructure.Sql;
using Layers.Testing;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace Layers.Conformance.Tests.Broken;

[ApiController]
[Route("v1/broken/{containerId}")]
public sealed class BrokenController(IMediator mediator) : ControllerBase
{
    /// <summary>Leave no audit row.</summary>
    [HttpPost("unaudited")]
    [Operation("markUnaudited")]
    [Refuses(ErrorKind.Conflict)]
    [RequireScope(Scopes.ContentWrite)]
    public Task<MarkView> MarkUnaudited(ContainerId containerId, [JsonBody] MarkBody body, CancellationToken cancellationToken) =>
        mediator.Send(new MarkContainer(containerId, body.Remark, IsAudited: false), cancellationToken);

    /// <summary>Tell whose an id is.</summary>
    [HttpPost("telltale")]
    [Operation("markTelltale")]
    [Refuses(ErrorKind.Conflict)]
    [RequireScope(Scopes.ContentWrite)]
    public Task<MarkView> MarkTelltale(ContainerId containerId, [JsonBody] MarkBody body, CancellationToken cancellationToken) =>
        mediator.Send(new MarkContainer(containerId, body.Remark, TellsWhoseItIs: true), cancellationToken);
}

[Becomes<MarkContainer>]
public sealed record MarkBody
{
    /// <summary>Kept with the container.</summary>
    public Optional<string> Remark { get; init; }
}

public sealed record MarkContainer(ContainerId Id, Optional<string> Remark, bool IsAudited = true, bool TellsWhoseItIs = false) : ICommand<MarkView>;

public sealed class MarkContainerValidator : AbstractValidator<MarkContainer>
{
    public MarkContainerValidator() => RuleFor(command => command.Remark).Text(Presence.MayBeAbsentOrNull, least: 0, most: 100);
}

public sealed record MarkView(ContainerId Id, string? Remark);

public sealed class MarkContainerHandler(ICaller caller, IContainers containers, IAuditLog audit, Db db, IClock clock) : IRequestHandler<MarkContainer, MarkView>
{
    private const string SelectOwner = "select organization_id from containers where container_id = @container";

    public async Task<MarkView> Handle(MarkContainer request, CancellationToken cancellationToken)
    {
        if (request.TellsWhoseItIs)
            await DemandOwn(request.Id, cancellationToken);
        var container = await containers.GetForUpdate(caller.Organization, request.Id, cancellationToken);
        if (container.Mark("broken:remark", request.Remark.Value ?? ""))
            containers.Save(container);
        if (request.IsAudited)
            audit.Append(new AuditEntry("broken.marked", clock.Now(), container.Project, new { containerId = container.Id }));
        return new MarkView(container.Id, request.Remark.Value);
    }

    private async Task DemandOwn(ContainerId container, CancellationToken cancellationToken)
    {
        var owner = await db.One<Guid>(SelectOwner, new { container = container.Value }, cancellationToken);
        if (owner != Guid.Empty && owner != caller.Organization.Value)
            throw new DomainException(ErrorKind.ApprovalRequired, "The container is another organization's.");
    }
}

internal sealed class UnauditedEndpointTests(BrokenFixture api) : EndpointConformance(api, "markUnaudited")
{
    protected override async Task<EndpointCall> Arrange(Given given) => new([await given.Uploaded(await given.Project())], new { remark = "Fine." });
}

internal sealed class TelltaleEndpointTests(BrokenFixture api) : EndpointConformance(api, "markTelltale")
{
    protected override async Task<EndpointCall> Arrange(Given given) => new([await given.Uploaded(await given.Project())], new { remark = "Fine." });
}
