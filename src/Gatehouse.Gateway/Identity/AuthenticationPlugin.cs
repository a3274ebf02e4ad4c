using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Gateway.Identity;

/// <summary>
/// Base of plugins that find out who the client is. A plugin says only what it found; this class does what all have in common, as
/// Kong does it: preflights, several plugins (all must agree; with <c>anonymous</c> one is enough), identity fields, answers,
/// reports, and the delay of repeated failures.
/// </summary>
internal abstract class AuthenticationPlugin : Plugin
{
    private readonly AuthenticationOptions _options;
    private readonly KnownConsumer? _anonymous;
    private readonly string _anonymousProblem;
    private readonly Counter _successes;

    protected AuthenticationPlugin(AuthenticationOptions options, PluginBuildContext context)
    {
        _options = options;
        Name = context.Instance.Name;
        Time = context.Time;
        var services = IdentityServices.From(context);
        (Directory, Node) = (services.Directory, services.Node);
        _successes = Node.Reports.Metrics.SuccessesOf(Name);
        _anonymous = options.Anonymous is { } anonymous ? Directory.FindNamed(anonymous) : null;
        _anonymousProblem = $"anonymous consumer {options.Anonymous} is configured but doesn't exist";
    }

    /// <summary>Name of the plugin, for reports.</summary>
    protected string Name { get; }

    /// <summary>
    /// Whether somebody could find by trying what it verifies: passwords, keys that people made up. Of tokens nobody can, and where they
    /// are one of several alternatives, what one plugin does not know may be good for the next: its request does not wait, and is no
    /// failure once another one lets it in.
    /// </summary>
    protected virtual bool CanBeGuessed => true;

    /// <summary>Who is who.</summary>
    protected IdentityDirectory Directory { get; }

    /// <summary>Reports, delays, last uses.</summary>
    protected IdentityNode Node { get; }

    /// <summary>The clock.</summary>
    protected TimeProvider Time { get; }

    /// <inheritdoc/>
    public sealed override ValueTask AccessAsync(Exchange exchange)
    {
        if (_options.SecretNames is { } names)
        {
            exchange.SecretNames.Add(names);
        }

        Begin(exchange);

        if (!_options.RunsOnPreflight && exchange.Request.Method == RequestMethod.Options)
        {
            return ValueTask.CompletedTask;
        }

        // With anonymous the plugins are alternatives: somebody is known already.
        if (_options.Anonymous is not null && exchange.Credential is not null)
        {
            return ValueTask.CompletedTask;
        }

        var pending = AuthenticateAsync(exchange);
        return pending.IsCompletedSuccessfully ? ConcludeAsync(exchange, pending.GetAwaiter().GetResult()) : AwaitAsync(exchange, pending);
    }

    /// <summary>
    /// Called for every request, also where nobody is to be authenticated: removes what only this plugin may say to the upstream.
    /// </summary>
    protected virtual void Begin(Exchange exchange)
    {
    }

    /// <summary>
    /// Looks for a credential and verifies it. An exception fails the request closed. May answer by itself (a redirect to a log-in)
    /// and return <see cref="AuthenticationOutcome.Nothing"/>.
    /// </summary>
    protected abstract ValueTask<AuthenticationOutcome> AuthenticateAsync(Exchange exchange);

    private async ValueTask AwaitAsync(Exchange exchange, ValueTask<AuthenticationOutcome> pending)
        => await ConcludeAsync(exchange, await pending);

    private ValueTask ConcludeAsync(Exchange exchange, AuthenticationOutcome outcome)
    {
        if (outcome.Failure is { } failure)
        {
            return FailAsync(exchange, failure, outcome.Refused);
        }

        if (outcome.Credential is { } credential)
        {
            IdentityHeaders.Set(exchange.Request.Headers, outcome.Consumer, credential);
            exchange.Authenticate(outcome.Consumer?.Config, credential);
            Node.NoteUse(credential, exchange.Timings.Started, Time);
            _successes.Add(MetricShard.Current);
        }

        return ValueTask.CompletedTask;
    }

    private ValueTask FailAsync(Exchange exchange, AuthenticationFailure failure, ConsumerCredential? refused)
    {
        bool isAlternative = _options.Anonymous is not null;
        if (isAlternative && !CanBeGuessed && AuthenticationFailureReasons.IsAttempt(failure.Reason))
        {
            AccessReports.Defer(exchange, Name, failure.Reason, refused);
        }
        else if (!isAlternative || failure.Reason != AuthenticationFailureReason.Missing)
        {
            // Who presents nothing where nobody must is no failure.
            var report = Node.Reports.ReportAsync(exchange, Name, failure.Reason, refused);
            if (!report.IsCompletedSuccessfully)
            {
                return DelayAsync(exchange, failure, report);
            }
        }

        Refuse(exchange, failure);
        return ValueTask.CompletedTask;
    }

    private async ValueTask DelayAsync(Exchange exchange, AuthenticationFailure failure, ValueTask report)
    {
        await report;
        Refuse(exchange, failure);
    }

    private void Refuse(Exchange exchange, AuthenticationFailure failure)
    {
        // What could not be checked is not let in as somebody else either.
        if (_options.Anonymous is not null && failure.Reason != AuthenticationFailureReason.Unavailable)
        {
            if (_anonymous is null)
            {
                exchange.Respond(500, _anonymousProblem);
                return;
            }

            IdentityHeaders.Set(exchange.Request.Headers, _anonymous, null);
            exchange.Authenticate(_anonymous.Config, null);
            return;
        }

        if (!failure.Challenge.IsEmpty)
        {
            exchange.Response.Headers.Set(HeaderNames.WwwAuthenticate, failure.Challenge);
        }

        if (failure.Json.IsEmpty)
        {
            exchange.Respond(failure.Status, failure.Message);
        }
        else
        {
            exchange.Respond(failure.Status, "application/json; charset=utf-8", failure.Json);
        }
    }
}
