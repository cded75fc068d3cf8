using System.Reflection;
using FluentValidation;
using Layers.Api.Composition;
using Layers.Application;
using Layers.Application.Pipeline;
using Layers.Application.Ports;
using Layers.Domain;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace Layers.Architecture.Tests;

/// <summary>A command, as CONTRIBUTING adds one: record, validator and handler in a file, and no line anywhere else.</summary>
public sealed record GreetSomebody(Optional<string> Name) : ICommand<string>;

public sealed class GreetSomebodyValidator : AbstractValidator<GreetSomebody>
{
    public GreetSomebodyValidator() => RuleFor(command => command.Name).Text(Presence.Required, least: 1, most: 10);
}

public sealed class GreetSomebodyHandler(ICaller caller, Diary diary) : IRequestHandler<GreetSomebody, string>
{
    public Task<string> Handle(GreetSomebody request, CancellationToken cancellationToken)
    {
        diary.Write("handle");
        return Task.FromResult($"Hello {request.Name.Value} from {caller.Actor.Name}.");
    }
}

/// <summary>A query: the same, without a transaction.</summary>
public sealed record AskForNothing : IRequest<string>;

public sealed class AskForNothingHandler(Diary diary) : IRequestHandler<AskForNothing, string>
{
    public Task<string> Handle(AskForNothing request, CancellationToken cancellationToken)
    {
        diary.Write("handle");
        return Task.FromResult("Nothing.");
    }
}

/// <summary>What happened, in order.</summary>
public sealed class Diary
{
    public List<string> Entries { get; } = [];

    public void Write(string entry) => Entries.Add(entry);
}

public sealed class AddingAHandlerTests : IDisposable
{
    private readonly Diary diary = new();
    private readonly ServiceProvider provider;

    public AddingAHandlerTests()
    {
        var services = new ServiceCollection();
        services.AddApplication(Assembly.GetExecutingAssembly());
        services.AddSingleton(diary);
        services.AddSingleton<IClock>(NodaTime.SystemClock.Instance);
        services.AddScoped<IUnitOfWork, DiaryOfWork>();
        services.AddScoped<IIdempotencyKeys, DiaryOfKeys>();
        provider = services.BuildServiceProvider(validateScopes: true);
    }

    [Fact]
    public async Task NewCommand_IsValidatedBeforeATransactionIsOpened()
    {
        var sending = () => Send(new GreetSomebody(Optional<string>.Of("")));

        var refusal = (await sending.Should().ThrowAsync<DomainException>()).Which;

        refusal.Details!["issues"].As<IEnumerable<Issue>>().Should().Equal(new Issue("name", "name must not be empty."));
        diary.Entries.Should().BeEmpty();
    }

    [Fact]
    public async Task NewCommand_RunsInATransactionThatHoldsItsIdempotencyKey()
    {
        (await Send(new GreetSomebody(Optional<string>.Of("Ada")), "key")).Should().Be("Hello Ada from api_key_someone.");

        diary.Entries.Should().Equal("begin", "claim key", "handle", "keep Hello Ada from api_key_someone.", "commit");
    }

    [Fact]
    public async Task NewCommand_RunsInATransactionWithoutAKeyToo()
    {
        await Send(new GreetSomebody(Optional<string>.Of("Ada")));

        diary.Entries.Should().Equal("begin", "handle", "commit");
    }

    [Fact]
    public async Task NewQuery_OpensNoTransactionAndClaimsNoKey()
    {
        (await Send(new AskForNothing(), "key")).Should().Be("Nothing.");

        diary.Entries.Should().Equal("handle");
    }

    public void Dispose() => provider.Dispose();

    private async Task<string> Send(IRequest<string> request, string? idempotencyKey = null)
    {
        await using var scope = provider.CreateAsyncScope();
        var caller = scope.ServiceProvider.GetRequiredService<CurrentCaller>();
        caller.ActAs(new OrganizationId(Guid.NewGuid()), new Actor("api_key_someone", ActorType.Person));
        caller.Idempotency = idempotencyKey is null ? null : new IdempotentAttempt(idempotencyKey, []);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    private sealed class DiaryOfWork(Diary diary) : IUnitOfWork
    {
        public async Task<T> Run<T>(Func<Task<T>> work, CancellationToken cancellationToken)
        {
            diary.Write("begin");
            var answer = await work();
            diary.Write("commit");
            return answer;
        }

        public void AfterCommit(Func<Task> act) => throw new NotSupportedException();
    }

    private sealed class DiaryOfKeys(Diary diary) : IIdempotencyKeys
    {
        public Task DemandNoOther(IdempotentAttempt attempt, Instant now, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> Claim(IdempotentAttempt attempt, Instant now, CancellationToken cancellationToken)
        {
            diary.Write($"claim {attempt.Key}");
            return Task.FromResult(true);
        }

        public T Keep<T>(IdempotentAttempt attempt, T answer)
        {
            diary.Write($"keep {answer}");
            return answer;
        }

        public Task<T> GetFirst<T>(IdempotentAttempt attempt, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> ForgetExpired(Instant now, int atMost, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
