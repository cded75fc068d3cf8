using FluentValidation;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Application.Projects;
using Layers.Domain;
using Layers.Domain.Keys;
using Layers.Domain.Social;
using MediatR;
using NodaTime;

namespace Layers.Application.Social;

/// <summary>
/// Connects an account to a project. Without a publisher it is the sandbox, and nothing leaves this server; a test organization has no other.
/// Needs <c>social:write</c>.
/// </summary>
public sealed record ConnectAccount(
    ProjectId Project,
    Optional<string> Platform,
    Optional<string> Handle,
    Optional<string> Publisher,
    Optional<AccountSettings> Settings) : ICommand<SocialAccountView>;

/// <summary>What a publisher needs to know: for a relay, where it listens.</summary>
public sealed record AccountSettings
{
    public Optional<string> Url { get; init; }
}

/// <summary>Describes settings; what the publisher needs of them is checked with it.</summary>
public sealed class AccountSettingsValidator : AbstractValidator<AccountSettings>
{
    internal static readonly FieldRule<string> Url = WebAddress.Rule(most: 2_048, allowHttp: true);

    public AccountSettingsValidator() => RuleFor(settings => settings.Url).Described(Presence.MayBeAbsent, Url.Shape);
}

public sealed class ConnectAccountValidator : AbstractValidator<ConnectAccount>
{
    public ConnectAccountValidator()
    {
        RuleFor(command => command.Platform).OneOf(Presence.Required, Words.All<Platform>());
        RuleFor(command => command.Handle).Line(Presence.Required, most: SocialAccount.LongestHandle);
        RuleFor(command => command.Publisher).OneOf(Presence.MayBeAbsent, Words.All<Publisher>());
        RuleFor(command => command.Settings).Takes(Presence.MayBeAbsentOrNull, Rules.Object(new AccountSettingsValidator()));
        RuleFor(command => command.Settings).Custom(CheckRelayUrl).When(command => command.Publisher.Value == Domain.Social.Publisher.Relay.ToWord());
    }

    private static void CheckRelayUrl(Optional<AccountSettings> settings, ValidationContext<ConnectAccount> context)
    {
        if (settings.Fault is not null)
            return;
        var url = settings.Value?.Url ?? Optional<string>.Absent;
        context.Report(AccountSettingsValidator.Url.IssuesOf("settings.url", url, Presence.Required));
    }
}

public sealed class ConnectAccountHandler(ICaller caller, IProjects projects, ISocialAccounts accounts, IAuditLog audit, IClock clock)
    : IRequestHandler<ConnectAccount, SocialAccountView>
{
    public async Task<SocialAccountView> Handle(ConnectAccount request, CancellationToken cancellationToken)
    {
        var project = await projects.GetForUpdate(caller.Organization, request.Project, cancellationToken);
        var now = clock.Now();
        project.DemandActive();
        var account = Make(request, now);
        accounts.Add(account);
        var view = SocialAccountView.From(account.State);
        audit.Append(new AuditEntry("social_account.connected", now, request.Project, new { after = view }));
        return view;
    }

    private SocialAccount Make(ConnectAccount request, Instant now)
    {
        var publisher = request.Publisher.HasValue ? Words.Parse<Publisher>(request.Publisher.Value!) : Publisher.Sandbox;
        if (publisher == Publisher.Relay && caller.Environment == OrganizationEnvironment.Test)
            throw DomainException.Invalid([new Issue("publisher", "publisher must be sandbox in a test organization: it never reaches a real platform.")]);
        return new SocialAccount(new SocialAccountState
        {
            Id = Id.New<SocialAccountId>(now),
            Organization = caller.Organization,
            Project = request.Project,
            Platform = Words.Parse<Platform>(request.Platform.Value!),
            Handle = request.Handle.Value!,
            Publisher = publisher,
            RelayUrl = publisher == Publisher.Relay ? request.Settings.Value!.Url.Value : null,
            Status = SocialAccountStatus.Connected,
            CreatedAt = now,
        });
    }
}
