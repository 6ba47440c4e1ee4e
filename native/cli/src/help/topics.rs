//! Help about the tool itself.

/// What stands above the list of cmdlets.
pub(super) const TOOL: &str = "customer-key: the cmdlets of Customer Key from any shell.

  customer-key CMDLET [PARAMETERS]  customer-key Get-Mailbox alice
  customer-key -c 'LINE'            also pipes: 'Get-Mailbox | Measure-Object'
  customer-key run FILE | -         many command lines; see help run
  customer-key work [--forever]     runs jobs until none is left, or forever
  customer-key seal FILE --application NAME
                                    seals a stream of any length; open and
                                    inspect go with it; see help seal
  customer-key serve                the vaults over the Key Vault REST API
  customer-key principal new APP-ID lets an application sign in to them; see
                                    help principal
  customer-key help [WHAT]          this; or a cmdlet, '*Policy*', options, or a
                                    word from above, such as run
  customer-key completion SHELL     the script for the Tab key of bash, zsh,
                                    fish or powershell
  customer-key manual               the page of the manual, for man

Exit code: 0 done; 1 a cmdlet reported an error, a question had no answer, or
standard output cannot be written; 2 the command line is wrong, and nothing was
done; 3 a Test- cmdlet found something (\"Result\": \"Failed\") and nothing else is
wrong.
";

const OPTIONS: &str = "Options, before or after a cmdlet:

  --tenant PATH   the tenant's folder; else the one that CUSTOMER_KEY_TENANT
                  names, else the one opened last, else the default one
  --json          a line of JSON for each object: so where standard output is
                  no terminal
  --table         tables: so on a terminal
  --list          every property on a line of its own
  --records       for other programs: on standard output a line of JSON for
                  everything that there is to say, as it comes: {\"output\":
                  OBJECT}, {\"error\": {\"cmdlet\", \"id\", \"message\", \"target\",
                  \"category\", \"reason\", \"fix\", ...}}, and a text for each
                  \"warning\", \"verbose\", \"information\", \"whatIf\" and
                  \"question\" (with a \"caption\"), which a line 'yes' or 'no'
                  on standard input answers
  --yes           answers every question by yes, also of cmdlets that have no
                  -Confirm
  --version       the version

In a shell, quote what belongs to PowerShell: '$null', '-Confirm:$false' (or
-Confirm:false), \"@('a','b')\" (or a,b), '(Get-Mailbox alice).Guid'.
";

const RUN: &str = "customer-key run [--echo] [--what-if] FILE

Plays the command lines of a file, or with - of standard input, in one process.
The names of all cmdlets and parameters are checked first, and that no mandatory
parameter is missing; every error is listed as FILE:LINE, and then nothing is
done (exit code 2). What goes wrong later says its line too.

  --echo      shows each line before its output
  --what-if   changes nothing: each cmdlet says what it would do. A line that
              needs what a line before would have made fails.

A line is a cmdlet with its parameters, or several joined by |. # begins a
comment, ` at the end of a line continues it. Beside the cmdlets there are:

  $name = ...                        keeps what a line gives; \"$name\" in a text
  (cmdlet ...).Property              as an argument, or as a line
  (Get-Date).AddDays(-1)             AddHours, AddMinutes, AddMonths, AddYears
  Where-Object Property -eq value    -ne -gt -ge -lt -le -like -notlike
                                     -contains -notcontains -in -notin
  Sort-Object Property -Descending -Unique
  Select-Object Property -First 3 -Last 3 -Skip 3 -Unique -ExpandProperty P
  ForEach-Object Property            the values of a property
  Format-List, Format-Table, ConvertTo-Json, Measure-Object, Out-Null
  Export-Csv FILE, Import-Csv FILE   -Delimiter ';' -Append -NoClobber

Whatever goes beyond (script blocks, if, foreach, functions) needs PowerShell,
in which the same cmdlets are: Import-Module CustomerKey.
";

const WORK: &str = "customer-key work [--forever]

Runs jobs, such as the rewrap of mailboxes after a change of their policy, until
none is left that can go on; with --forever it stays and waits for more. Any
number of workers share a tenant. A command that leaves jobs runs them itself
before it ends, for at most ten seconds, and says what is left.
";

const DATA: &str = "customer-key seal FILE --application NAME [--context KEY=VALUE]...
                  [--output FILE [--force]]
customer-key open FILE --application NAME [--context KEY=VALUE]...
                  [--output FILE [--force]]
customer-key inspect FILE

Seals a stream of any length under the keys of an application, and opens it
again: with the same application and the same context, or not at all. What is
sealed here, programs open through the C library, and the other way round.

  FILE            - is standard input
  --context       what the stream belongs to, such as --context entry=42; it is
                  not secret and not kept in the object
  --output, -o    a file, its owner's alone, which appears when all of it is
                  there; else standard output
  --force         replaces a file that is there

open writes what is verified as it comes: to standard output, only exit code 0
says that nothing is missing. inspect needs no keys and no tenant, and nothing
of what it says is authenticated.

  tar c books | customer-key seal - --application ledger -o books.sealed
  customer-key open books.sealed --application ledger | tar x

Set-CustomerKeyApplication gives an application a policy of its own.
";

const SERVE: &str = "customer-key serve [--listen ADDRESS:PORT] [--suffix NAME] [--import FILE]...

Serves the vaults of the tenant over the Key Vault REST API, for clients such as
Azure's own, until it is ended: it keeps running. Start-CustomerKeyServer does
the same in the background. A vault is https://VAULT.NAME:PORT; the server has a
certificate of its own authority, whose file it shows. https://NAME:PORT/health
says whether it serves.

  --listen   else 127.0.0.1:8443; the port 0 is one that is free
  --suffix   else vault.localhost, which leads each machine to itself
  --import   an inventory, as Import-CustomerKeyInventory takes it: its vaults
             and keys are made first, and what is there already stays as it is

curl and browsers find names below localhost by themselves. Where other clients
do not, such as Python and Node.js, /etc/hosts needs a line:

  127.0.0.1 vault.localhost contoso-a.vault.localhost

Nothing is served to other machines unless --listen names an address of this
one. For other machines also give --suffix kv.example.test, and let its names
lead to this machine (DNS or /etc/hosts).

A client signs in as an application, with what customer-key principal gives it;
what it may do, the vaults' access policies and roles say. Clients of Azure's
management API make and change vaults, as far as the cmdlets that do the same
would let the application: one on the tenant's list of owners all of them,
others as the vaults' roles say.

  customer-key principal new 11111111-2222-3333-4444-555555555555
  customer-key Set-AzKeyVaultAccessPolicy contoso-a -ServicePrincipalName \\
      11111111-2222-3333-4444-555555555555 \\
      -PermissionsToKeys get,wrapKey,unwrapKey
  customer-key serve --listen 127.0.0.1:8443
";

const PRINCIPAL: &str = "customer-key principal new APP-ID
customer-key principal certificate APP-ID FILE
customer-key principal list
customer-key principal remove APP-ID

Says which applications may sign in to the vaults that are served (customer-key
serve, Start-CustomerKeyServer). APP-ID is an application's id, a GUID. What it
may do, the vaults' access policies and roles say: Set-AzKeyVaultAccessPolicy
takes the id as -ServicePrincipalName.

  new          registers an application and shows its secret, this once: as
               JSON with --json and where standard output is no terminal. For
               one that is registered it makes a new secret, and ends the old
               one, its certificates and its tokens
  certificate  lets it sign in by the key of an RSA certificate too (PEM or
               DER; a private key in the file is not read)
  list         shows which are registered
  remove       ends a registration, its secret, certificates and tokens

  customer-key principal new 11111111-2222-3333-4444-555555555555
  customer-key principal list
";

/// The tool's own words.
pub(super) const ALL: [(&str, &str); 9] = [
    ("run", RUN),
    ("work", WORK),
    ("seal", DATA),
    ("open", DATA),
    ("inspect", DATA),
    ("serve", SERVE),
    ("principal", PRINCIPAL),
    ("options", OPTIONS),
    ("-c", RUN),
];
