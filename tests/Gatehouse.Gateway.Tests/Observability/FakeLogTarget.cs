using System.Text;
using Gatehouse.Gateway.Observability;
using Xunit;

namespace Gatehouse.Gateway.Tests.Observability;

/// <summary>A target that can be held up, made to fail, and asked what it got.</summary>
internal sealed class FakeLogTarget : ILogTarget
{
    private readonly StringBuilder _text = new();
    private readonly ManualResetEventSlim _open = new(true);
    private readonly SemaphoreSlim _entered = new(0);

    public bool Fails { get; set; }

    /// <summary>What a failing write throws.</summary>
    public Exception Failure { get; init; } = new IOException("No space left on device");

    public int Reopened { get; private set; }

    public bool IsDisposed { get; private set; }

    public string Text
    {
        get
        {
            lock (_text)
            {
                return _text.ToString();
            }
        }
    }

    public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Makes writes wait until <see cref="Release"/>.</summary>
    public void Hold() => _open.Reset();

    public void Release() => _open.Set();

    /// <summary>Waits until the writer has begun a write.</summary>
    public async Task EnteredAsync() => Assert.True(await _entered.WaitAsync(TimeSpan.FromSeconds(20)), "no write began");

    public void Write(ReadOnlySpan<byte> lines)
    {
        _entered.Release();
        Assert.True(_open.Wait(TimeSpan.FromSeconds(20)), "never released");
        if (Fails)
        {
            throw Failure;
        }

        lock (_text)
        {
            _text.Append(Encoding.UTF8.GetString(lines));
        }
    }

    public void Reopen() => Reopened++;

    public void Dispose() => IsDisposed = true;
}
