using AutoMapper;
using Layers.Api.Auth;
using Layers.Api.Http;
using Layers.Api.OpenApi;
using Layers.Application;
using Layers.Application.TestClock;
using Layers.Domain;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace Layers.Api.TestClock;

[ApiController]
[Route("v1/test/clock")]
public sealed class TestClockController(IMediator mediator, IMapper mapper) : ControllerBase
{
    /// <summary>Turn a test organization's clock forward.</summary>
    /// <remarks>Windows and hours that pass by it take effect within a second. A live organization gets 404.</remarks>
    [HttpPost]
    [Operation("advanceTestClock")]
    [AnyKey]
    [Refuses(ErrorKind.NotFound)]
    public async Task<TestClockResponse> Advance([JsonBody] AdvanceTestClockBody body, CancellationToken cancellationToken) =>
        mapper.Map<TestClockResponse>(await mediator.Send(new AdvanceTestClock(body.Advance), cancellationToken));
}

[Becomes<AdvanceTestClock>]
public sealed record AdvanceTestClockBody
{
    /// <summary>By how much: an ISO 8601 duration.</summary>
    public Optional<string> Advance { get; init; }
}

public sealed record TestClockResponse(Instant Now);

public sealed class TestClockMaps : Profile
{
    public TestClockMaps() => CreateMap<TestClockView, TestClockResponse>();
}
