using System.Text;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Sandbox;
using Gatehouse.Ai.Selection;
using Gatehouse.Ai.Transport;
using Xunit;

namespace Gatehouse.Ai.Tests.Pipeline;

/// <summary>A vendor that answers when it is told, or when the caller gives up.</summary>
internal sealed class HeldVendor(Action? called = null) : IVendorTransport
{
    private readonly TaskCompletionSource<VendorAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Calls { get; private set; }

    public bool IsCancelled { get; private set; }

    public void Answer(string text) => _answer.TrySetResult(Of(200, $$$"""
        {"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4}}
        """));

    public void Refuse(int status) => _answer.TrySetResult(Of(status, """{"error":{"message":"no","type":"t","param":null,"code":null}}"""));

    public async ValueTask<VendorAnswer> SendAsync(VendorRequest request, VendorTimeouts timeouts, CancellationToken cancellation)
    {
        Calls++;
        called?.Invoke();
        await using var registration = cancellation.Register(() =>
        {
            IsCancelled = true;
            _answer.TrySetResult(new SandboxFailure(VendorFailure.Cancelled));
        });
        return await _answer.Task;
    }

    public void Dispose()
    {
    }

    private static SandboxAnswer Of(int status, string body)
        => new(status, [], [new SandboxPiece(0, Encoding.UTF8.GetBytes(body))], TimeProvider.System, CancellationToken.None);
}
