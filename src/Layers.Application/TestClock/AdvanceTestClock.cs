using FluentValidation;
using Layers.Application.Keys;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using Layers.Domain.Approval;
using Layers.Domain.Keys;
using MediatR;
using NodaTime;

namespace Layers.Application.TestClock;

/// <summary>
/// Turns the clock of a test organization forward, so that windows and hours pass at once. A live organization has no such thing: not found.
/// Any key of the organization may.
/// </summary>
public sealed record AdvanceTestClock(Optional<string> Advance) : ICommand<TestClockView>;

/// <param name="Now">What the organization's clock says from now on.</param>
public sealed record TestClockView(Instant Now);

public sealed class AdvanceTestClockValidator : AbstractValidator<AdvanceTestClock>
{
    public AdvanceTestClockValidator() =>
        RuleFor(command => command.Advance).Takes(Presence.Required, Rules.Period);
}

public sealed class AdvanceTestClockHandler(ICaller caller, IApiKeys keys, IAuditLog audit, ServerClock clock)
    : IRequestHandler<AdvanceTestClock, TestClockView>
{
    private static readonly Duration Furthest = Duration.FromDays(3_650);

    public async Task<TestClockView> Handle(AdvanceTestClock request, CancellationToken cancellationToken)
    {
        if (caller.Environment != OrganizationEnvironment.Test)
            throw DomainException.NotFound("Test clock");

        var advance = ReviewWindow.Parse(request.Advance.Value!);
        var offset = await keys.TurnClock(caller.Organization, advance.Length, cancellationToken);
        if (offset > Furthest)
            throw DomainException.Invalid([new Issue("advance", $"advance would turn the clock more than {Furthest.Days:N0} days ahead.")]);

        var now = (clock.GetCurrentInstant() + offset).CutToMilliseconds();
        audit.Append(new AuditEntry("test_clock.advanced", now, Project: null, new { advance = advance.Text, now }));
        return new TestClockView(now);
    }
}
