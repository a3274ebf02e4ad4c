using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Outbound;

/// <summary>
/// A document that is kept fresh in the background. What was read last stays when a fetch fails, for as long as it takes: an outage
/// of the server is no outage here. One fetch at a time; requests may ask for one, at a limited rate.
/// </summary>
/// <param name="client">Makes the calls.</param>
/// <param name="request">What is fetched.</param>
/// <param name="read">Reads the body; null when it is not such a document.</param>
/// <param name="options">How often.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">For failures.</param>
internal sealed class RemoteDocument<T>(
    OutboundClient client, OutboundRequest request, Func<byte[], T?> read, RemoteDocumentOptions options, TimeProvider time, ILogger logger) : IDisposable
    where T : class
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly FetchBudget _budget = new(options.Burst, options.BurstRefill, time);
    private volatile T? _current;
    private Task<bool>? _fetch;
    private ITimer? _timer;
    private int _failures;
    private bool _isStopped;

    /// <summary>What was read last; null until the first success.</summary>
    public T? Current => _current;

    /// <summary>Called after each new value, on the thread that fetched it.</summary>
    public Action<T>? Changed { get; init; }

    /// <summary>Begins to fetch.</summary>
    public void Start()
    {
        lock (_lock)
        {
            _timer ??= time.CreateTimer(static state => ((RemoteDocument<T>)state!).FetchAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        FetchAsync();
    }

    /// <summary>The fetch that is under way and whether it succeeds; null when none is.</summary>
    public Task<bool>? Pending
    {
        get
        {
            lock (_lock)
            {
                return _fetch;
            }
        }
    }

    /// <summary>
    /// Asks for a fetch on behalf of a request: joins the one that is under way, or starts one if the budget allows it. Null when it
    /// does not. The result is whether it succeeded.
    /// </summary>
    /// <param name="isNew">Whether it began after this call, so that it sees whatever the server has now.</param>
    public Task<bool>? TryFetch(out bool isNew)
    {
        lock (_lock)
        {
            // In one step: one that others began meanwhile is not new, and costs nothing.
            isNew = _fetch is null && _budget.TryTake();
            return isNew ? FetchAsync() : _fetch;
        }
    }

    /// <summary>Ends fetching; what was read stays.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_isStopped)
            {
                return;
            }

            _isStopped = true;
            _timer?.Dispose();
        }

        _stop.Cancel();
    }

    private Task<bool> FetchAsync()
    {
        lock (_lock)
        {
            if (_isStopped)
            {
                return Task.FromResult(false);
            }

            if (_fetch is null)
            {
                var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                _fetch = done.Task;
                _ = RunAsync(done);
            }

            return _fetch;
        }
    }

    private async Task RunAsync(TaskCompletionSource<bool> done)
    {
        var pause = options.LongestPause;
        bool isGood = false;
        try
        {
            var response = await client.SendAsync(request, _stop.Token).ConfigureAwait(false);
            var value = response.IsSuccess ? read(response.Body) : null;
            isGood = value is not null;
            pause = value is null ? Failed(response) : Succeeded(value, response.MaxAge);
        }
        catch (Exception e)
        {
            // Whoever reads documents of strangers may be wrong about them; the next fetch must come all the same.
            OutboundLog.DocumentThrew(logger, e, request.Url.Authority, request.Url.AbsolutePath);
        }
        finally
        {
            lock (_lock)
            {
                _fetch = null;
                if (!_isStopped)
                {
                    _timer?.Change(pause, Timeout.InfiniteTimeSpan);
                }
            }

            done.SetResult(isGood);
        }
    }

    private TimeSpan Succeeded(T value, TimeSpan? maxAge)
    {
        if (_failures > 0)
        {
            OutboundLog.DocumentBack(logger, request.Url.Authority, request.Url.AbsolutePath);
        }

        _failures = 0;
        _current = value;
        Changed?.Invoke(value);
        var next = maxAge ?? options.Refresh;
        return next < options.ShortestRefresh ? options.ShortestRefresh : next > options.LongestRefresh ? options.LongestRefresh : next;
    }

    private TimeSpan Failed(OutboundResponse response)
    {
        if (_stop.IsCancellationRequested)
        {
            return options.LongestPause;
        }

        if (_failures++ == 0)
        {
            string outcome = response.IsSuccess ? "not such a document" : response.Outcome;
            OutboundLog.DocumentLost(logger, request.Url.Authority, request.Url.AbsolutePath, outcome, _current is null ? "requests that need it are denied" : "the last one stays");
        }

        var pause = options.ShortestPause * Math.Pow(2, Math.Min(_failures - 1, 16));
        return pause < options.LongestPause ? pause : options.LongestPause;
    }
}
