using Layers.Application.Seams;

namespace Layers.Conformance.Tests.Broken;

/// <summary>Each broken part fails in the tests of the promise that it breaks, and in no other.</summary>
public sealed class BrokenPartsTests(BrokenFixture api) : IClassFixture<BrokenFixture>
{
    [Fact]
    public Task Publisher_ThatPublishesTwice() => ShouldFail<PublishesTwiceTests>(
        nameof(PublishesTwiceTests.Publish_AgainWithTheSameKey_PublishesOnce),
        nameof(PublishesTwiceTests.Post_WhosePlatformFailed_IsSentAgainWithTheSameKeyAndMessage));

    [Fact]
    public Task Publisher_ThatThrowsRefusals() => ShouldFail<ThrowsRefusalsTests>(nameof(ThrowsRefusalsTests.Publish_WhenThePlatformRefuses_IsRefused));

    [Fact]
    public Task Rule_ThatReadsTheClock() => ShouldFail<ReadsTheClockTests>(nameof(ReadsTheClockTests.ReasonOf_LooksAtTheFactsAndAtNothingElse));

    [Fact]
    public Task Rule_ThatKeepsAReasonSecret() => ShouldFail<KeepsAReasonSecretTests>(nameof(KeepsAReasonSecretTests.ReasonOf_ReturnsOnlyReasonsThatAreListed));

    [Fact]
    public Task Generator_ThatGoesOnWhenCanceled() => ShouldFail<GoesOnWhenCanceledTests>(nameof(GoesOnWhenCanceledTests.Generate_ThatIsCanceled_StopsAndLeavesNothing));

    [Fact]
    public Task Observer_ThatSwallowsItsFailure() => ShouldFail<SwallowsItsFailureTests>(nameof(SwallowsItsFailureTests.FailingObserver_UndoesTheDecision));

    [Fact]
    public Task Observer_ThatWorksOutsideTheTransaction() => ShouldFail<WorksOutsideTheTransactionTests>(nameof(WorksOutsideTheTransactionTests.Decision_ThatIsUndone_IsNotRecorded));

    [Fact]
    public Task Endpoint_WithoutAnAuditRow() => ShouldFail<UnauditedEndpointTests>(nameof(UnauditedEndpointTests.Write_LeavesAnAuditRow));

    [Fact]
    public Task Endpoint_ThatTellsWhoseAnIdIs() => ShouldFail<TelltaleEndpointTests>(nameof(TelltaleEndpointTests.Call_WithAnotherOrganizationsId_Returns404_AsForAnUnknownId));

    private async Task ShouldFail<TTests>(params string[] tests) => FailedTests.ShouldBe(await FailedTests.Of<TTests>(api), tests);
}

/// <inheritdoc cref="BrokenPartsTests"/>
public sealed class BrokenStoresTests
{
    [Fact]
    public Task Store_ThatKeepsWhatIsCutOff() => ShouldFail<KeepsWhatIsCutOff>(
        nameof(MemoryStoreTests<>.Write_WhoseSourceThrows_ThrowsAndLeavesTheNameAsItWas));

    [Fact]
    public Task Store_ThatMovesOnlyOnce() => ShouldFail<MovesOnlyOnce>(
        nameof(MemoryStoreTests<>.Move_ThatIsRepeated_ReturnsTrueAgain),
        nameof(MemoryStoreTests<>.Move_OfSeveralAtTheSameTime_ReturnsTrueToAll));

    [Fact]
    public Task Store_ThatListsWhatWasRemoved() => ShouldFail<ListsWhatWasRemoved>(
        nameof(MemoryStoreTests<>.List_DoesNotReturnWhatWasRemovedOrMoved));

    private static async Task ShouldFail<TStore>(params string[] tests)
        where TStore : class, IMediaStore
    {
        var api = new StoreFixture<TStore>();
        await api.InitializeAsync();
        try
        {
            FailedTests.ShouldBe(await FailedTests.Of<MemoryStoreTests<TStore>>(api), tests);
        }
        finally
        {
            await api.DisposeAsync();
        }
    }
}
