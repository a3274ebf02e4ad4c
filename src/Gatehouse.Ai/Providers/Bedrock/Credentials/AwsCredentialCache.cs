using Gatehouse.Ai.Canonical;
using Gatehouse.Protocols.Aws.Signing;

namespace Gatehouse.Ai.Providers.Bedrock.Credentials;

/// <summary>
/// Keeps the chain's credentials, so that a call seldom waits for them: up to a minute old they are used, up to four they are used while new
/// ones are fetched, later they are waited for. The SDK renews five minutes before the end, so what is used is good. Fetching happens on the
/// thread pool, once however many ask; a failure is remembered for five seconds.
/// </summary>
internal sealed class AwsCredentialCache(IAwsCredentialChain chain, TimeProvider time) : IThreadPoolWorkItem
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Usable = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan FailureKept = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private Held? _held;
    private long? _failedAt;
    private TaskCompletionSource<AwsCredential>? _running;

    /// <summary>Credentials. Throws <see cref="AiException"/> (VendorFailed) when there are none.</summary>
    public ValueTask<AwsCredential> GetAsync(CancellationToken cancellationToken)
    {
        var held = Volatile.Read(ref _held);
        if (held is null || !IsUsable(held, Usable))
        {
            return WaitAsync(Fetch(), cancellationToken);
        }

        if (!IsUsable(held, Fresh))
        {
            _ = Fetch();
        }

        return ValueTask.FromResult(held.Grant.Credential);
    }

    /// <inheritdoc/>
    void IThreadPoolWorkItem.Execute() => _ = FetchAsync();

    private bool IsUsable(Held held, TimeSpan age)
        => time.GetElapsedTime(held.At) < age && !(held.Grant.Expiration is { } end && end <= time.GetUtcNow().AddSeconds(10));

    // Awaited without ConfigureAwait: the caller goes on where it was, on its loop.
    private static async ValueTask<AwsCredential> WaitAsync(Task<AwsCredential> fetching, CancellationToken cancellationToken) => await fetching.WaitAsync(cancellationToken);

    private Task<AwsCredential> Fetch()
    {
        lock (_lock)
        {
            if (_running is null)
            {
                if (_failedAt is { } at && time.GetElapsedTime(at) < FailureKept)
                {
                    return Task.FromException<AwsCredential>(NoCredentials());
                }

                _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
                // Nobody may be waiting for a renewal that fails.
                _ = _running.Task.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }

            return _running.Task;
        }
    }

    private async Task FetchAsync()
    {
        AwsCredentialGrant? grant = null;
        try
        {
            grant = await chain.ResolveAsync().WaitAsync(Patience, time).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // What the SDK says may hold profile names and addresses; that there are none is all that matters here.
        }

        TaskCompletionSource<AwsCredential> running;
        lock (_lock)
        {
            running = _running!;
            _running = null;
            _failedAt = grant is null ? time.GetTimestamp() : null;
            if (grant is not null)
            {
                Volatile.Write(ref _held, new Held(grant, time.GetTimestamp()));
            }
        }

        if (grant is null)
        {
            running.SetException(NoCredentials());
        }
        else
        {
            running.SetResult(grant.Credential);
        }
    }

    private static AiException NoCredentials() => new(AiErrorKind.VendorFailed, "The gateway has no AWS credentials.");

    private sealed record Held(AwsCredentialGrant Grant, long At);
}
