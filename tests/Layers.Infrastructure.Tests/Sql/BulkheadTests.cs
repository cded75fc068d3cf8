using Layers.Domain;
using Layers.Infrastructure.Sql;
using Layers.Testing;
using Npgsql;

namespace Layers.Infrastructure.Tests.Sql;

public sealed class BulkheadTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private static readonly OrganizationId First = new(Guid.NewGuid());
    private static readonly OrganizationId Second = new(Guid.NewGuid());
    private static readonly OrganizationId Third = new(Guid.NewGuid());

    [Fact]
    public async Task Organization_ThatIsAlone_HoldsItsShareAndNoMore()
    {
        var bulkhead = Places(8);

        (await TakeAll(bulkhead, First)).Should().Be(4);
    }

    [Fact]
    public async Task Organizations_ThatComeLater_GetHalfOfWhatIsLeft()
    {
        var bulkhead = Places(16);

        var taken = new List<int>();
        foreach (var organization in new[] { First, Second, Third })
            taken.Add(await TakeAll(bulkhead, organization));

        taken.Should().Equal(8, 4, 2);
        await Take(bulkhead, new OrganizationId(Guid.NewGuid())).InTime();
    }

    [Fact]
    public async Task Place_ThatIsGivenBack_GoesToTheOrganizationThatHoldsFewest()
    {
        var bulkhead = Places(8);
        await TakeAll(bulkhead, First);
        await TakeAll(bulkhead, Second);
        var first = Take(bulkhead, First);
        var second = Take(bulkhead, Second);

        bulkhead.Leave(First);

        await second.InTime();
        first.IsCompleted.Should().BeFalse("three are free, and it holds three");
    }

    [Fact]
    public async Task Share_OfAll_IsNoLimit()
    {
        var bulkhead = Places(8, share: 1);

        (await TakeAll(bulkhead, First)).Should().Be(8);
    }

    [Fact]
    public async Task Server_HasNoShare_AndGoesFirst()
    {
        var bulkhead = Places(2);
        await Take(bulkhead, organization: null);
        await Take(bulkhead, organization: null);
        var organizations = Take(bulkhead, First);
        var servers = Take(bulkhead, organization: null);

        bulkhead.Leave(organization: null);

        await servers.InTime();
        organizations.IsCompleted.Should().BeFalse();
        bulkhead.Leave(organization: null);
        await organizations.InTime();
    }

    [Fact]
    public async Task FreePlace_GoesToTheOrganizationsInTurn_AndInEachToWhoCameFirst()
    {
        var bulkhead = Places(1);
        await Take(bulkhead, First);
        var waiting = new[] { Take(bulkhead, Second), Take(bulkhead, Second), Take(bulkhead, Third) };

        bulkhead.Leave(First);
        await waiting[0].InTime();
        waiting[2].IsCompleted.Should().BeFalse();

        bulkhead.Leave(Second);
        await waiting[2].InTime();
        waiting[1].IsCompleted.Should().BeFalse();

        bulkhead.Leave(Third);
        await waiting[1].InTime();
    }

    [Fact]
    public async Task FreePlace_PassesOverAnOrganizationThatHoldsItsShare()
    {
        var bulkhead = Places(4);
        await TakeAll(bulkhead, First);
        var first = Take(bulkhead, First);
        await Take(bulkhead, Second);
        var second = Take(bulkhead, Second);
        second.IsCompleted.Should().BeFalse("one place is free, and each of them holds one");

        bulkhead.Leave(Second);

        await second.InTime();
        first.IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Organization_WithTooManyWaiting_IsRefused_AndOthersMayWait()
    {
        var bulkhead = Places(2, mostWaiting: 4);
        await Take(bulkhead, First);
        _ = Take(bulkhead, First);
        _ = Take(bulkhead, First);

        var refusal = (await bulkhead.Awaiting(full => full.Enter(First, CancellationToken.None).AsTask().InTime()).Should().ThrowAsync<DomainException>()).Which;

        refusal.Kind.Should().Be(ErrorKind.TooManyAtOnce);
        await Take(bulkhead, Second).InTime();
        Take(bulkhead, Second).IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task Wait_ThatTakesTooLong_FailsAsADatabaseOutOfReachDoes_AndLeavesNothingBehind()
    {
        var bulkhead = new Bulkhead(places: 1, TimeSpan.FromMilliseconds(1), new ConnectionOptions(MostWaiting: 1));
        await Take(bulkhead, First);

        foreach (var _ in Enumerable.Range(0, 3))
            await bulkhead.Awaiting(full => full.Enter(Second, CancellationToken.None).AsTask()).Should().ThrowAsync<NpgsqlException>().WithMessage("No connection*");

        bulkhead.Leave(First);
        await Take(bulkhead, Second).InTime();
    }

    [Fact]
    public async Task Wait_BehindOthersOfTheSameOrganization_IsItsOwnDoing()
    {
        var bulkhead = new Bulkhead(places: 2, TimeSpan.FromSeconds(1), new ConnectionOptions(MostWaiting: 500));
        await Take(bulkhead, First);
        var next = Take(bulkhead, First);
        var last = Take(bulkhead, First);

        bulkhead.Leave(First);

        await next.InTime();
        (await last.Awaiting(task => task).Should().ThrowAsync<DomainException>()).Which.Kind.Should().Be(ErrorKind.TooManyAtOnce);
    }

    [Fact]
    public async Task Wait_BehindConnectionsThatBroke_FailsAsADatabaseOutOfReachDoes()
    {
        var bulkhead = new Bulkhead(places: 2, TimeSpan.FromSeconds(1), new ConnectionOptions(MostWaiting: 500));
        await Take(bulkhead, First);
        var next = Take(bulkhead, First);
        var last = Take(bulkhead, First);

        bulkhead.Leave(First, wasServed: false);

        await next.InTime();
        await last.Awaiting(task => task).Should().ThrowAsync<NpgsqlException>();
    }

    [Fact]
    public async Task CallerWhoHangsUp_WaitsNoLonger_AndTheNextIsServed()
    {
        var bulkhead = Places(1);
        await Take(bulkhead, First);
        using var hangUp = new CancellationTokenSource();
        var gone = bulkhead.Enter(Second, hangUp.Token).AsTask();
        var next = Take(bulkhead, Second);

        await hangUp.CancelAsync();
        await gone.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        bulkhead.Leave(First);

        await next.InTime();
    }

    [Fact]
    public async Task Crowd_ThatComesGoesAndHangsUp_LosesNoPlace()
    {
        const int places = 6;
        var bulkhead = Places(places);
        OrganizationId?[] organizations = [First, Second, Third, null];

        await Crowd.Of(200, async index =>
        {
            var organization = organizations[index % organizations.Length];
            using var hangUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(index % 3));
            try
            {
                await bulkhead.Enter(organization, index % 3 == 0 ? CancellationToken.None : hangUp.Token);
                await Task.Yield();
                bulkhead.Leave(organization);
            }
            catch (OperationCanceledException)
            {
                // It has no place.
            }

            return index;
        }).InTime();

        foreach (var _ in Enumerable.Range(0, places))
            await Take(bulkhead, organization: null).InTime();
        Take(bulkhead, organization: null).IsCompleted.Should().BeFalse("there are no more than at the beginning");
    }

    private static Bulkhead Places(int places, int mostWaiting = 500, double share = ConnectionOptions.DefaultShare) =>
        new(places, Long, new ConnectionOptions(mostWaiting, share));

    private static Task Take(Bulkhead bulkhead, OrganizationId? organization) => bulkhead.Enter(organization, CancellationToken.None).AsTask();

    /// <summary>Takes places until one would have to wait, and returns how many it got.</summary>
    private static async Task<int> TakeAll(Bulkhead bulkhead, OrganizationId organization)
    {
        using var enough = new CancellationTokenSource();
        var taken = 0;
        var taking = bulkhead.Enter(organization, enough.Token).AsTask();
        while (taking.IsCompletedSuccessfully && taken < 100)
        {
            taken++;
            taking = bulkhead.Enter(organization, enough.Token).AsTask();
        }

        await enough.CancelAsync();
        await taking.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        return taken;
    }
}
