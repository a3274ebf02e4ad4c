using Gatehouse.Ai.Providers.Bedrock.Credentials;

namespace Gatehouse.Ai.Tests.Providers.Bedrock.Credentials;

/// <summary>A chain that answers when it is told to, and counts.</summary>
internal sealed class ScriptedChain : IAwsCredentialChain
{
    private TaskCompletionSource<AwsCredentialGrant> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _asked;

    public int Asked => Volatile.Read(ref _asked);

    public Task<AwsCredentialGrant> ResolveAsync()
    {
        var next = _next;
        Interlocked.Increment(ref _asked);
        return next.Task;
    }

    public void Answer(string key, DateTimeOffset? expiration = null) => Swap().SetResult(new(new(key, "secret", "token"), expiration));

    public void Fail() => Swap().SetException(new InvalidOperationException("profile secret-name not found"));

    private TaskCompletionSource<AwsCredentialGrant> Swap() => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously));
}
