// Generated from this folder's listing by `npm run generate`; do not edit.
import type { Rule } from '../lint/rule.ts';
import { rule as aptCommand } from './apt-command.ts';
import { rule as argumentOutOfScope } from './argument-out-of-scope.ts';
import { rule as assignmentWithoutEffect } from './assignment-without-effect.ts';
import { rule as bashSyntaxInSh } from './bash-syntax-in-sh.ts';
import { rule as buildArgumentAtRunTime } from './build-argument-at-run-time.ts';
import { rule as buildStepAtStart } from './build-step-at-start.ts';
import { rule as builtinInExecForm } from './builtin-in-exec-form.ts';
import { rule as commandAsArgument } from './command-as-argument.ts';
import { rule as consecutiveRun } from './consecutive-run.ts';
import { rule as daemonAsMainProcess } from './daemon-as-main-process.ts';
import { rule as deletedInLaterLayer } from './deleted-in-later-layer.ts';
import { rule as distributionUpgrade } from './distribution-upgrade.ts';
import { rule as downloadInSubstitution } from './download-in-substitution.ts';
import { rule as downloadWithoutFail } from './download-without-fail.ts';
import { rule as duplicateInstruction } from './duplicate-instruction.ts';
import { rule as foreignPackageManager } from './foreign-package-manager.ts';
import { rule as healthcheckIgnoresHttpErrors } from './healthcheck-ignores-http-errors.ts';
import { rule as heredocWithoutErrexit } from './heredoc-without-errexit.ts';
import { rule as ignoredCmd } from './ignored-cmd.ts';
import { rule as ignoredFailure } from './ignored-failure.ts';
import { rule as installWithoutYes } from './install-without-yes.ts';
import { rule as invalidOnbuild } from './invalid-onbuild.ts';
import { rule as lostNestedState } from './lost-nested-state.ts';
import { rule as lostShellState } from './lost-shell-state.ts';
import { rule as malformedHealthcheck } from './malformed-healthcheck.ts';
import { rule as malformedJsonArray } from './malformed-json-array.ts';
import { rule as malformedShell } from './malformed-shell.ts';
import { rule as missingProgram } from './missing-program.ts';
import { rule as nestedInstruction } from './nested-instruction.ts';
import { rule as npmScriptWithoutRun } from './npm-script-without-run.ts';
import { rule as operatorInExecForm } from './operator-in-exec-form.ts';
import { rule as packageCacheLeft } from './package-cache-left.ts';
import { rule as packageManagerAsMainProcess } from './package-manager-as-main-process.ts';
import { rule as pipeWithoutPipefail } from './pipe-without-pipefail.ts';
import { rule as pointlessCommand } from './pointless-command.ts';
import { rule as projectNotCopied } from './project-not-copied.ts';
import { rule as quotedCommand } from './quoted-command.ts';
import { rule as recommendedPackages } from './recommended-packages.ts';
import { rule as repeatedEntrypoint } from './repeated-entrypoint.ts';
import { rule as resetCmd } from './reset-cmd.ts';
import { rule as scriptDropsArguments } from './script-drops-arguments.ts';
import { rule as scriptLineEndings } from './script-line-endings.ts';
import { rule as scriptNotExecutable } from './script-not-executable.ts';
import { rule as scriptNotFound } from './script-not-found.ts';
import { rule as scriptShellMissing } from './script-shell-missing.ts';
import { rule as scriptWithoutShebang } from './script-without-shebang.ts';
import { rule as separatePackageUpdate } from './separate-package-update.ts';
import { rule as serverAtBuild } from './server-at-build.ts';
import { rule as serviceAtBuild } from './service-at-build.ts';
import { rule as shellCommandArguments } from './shell-command-arguments.ts';
import { rule as shellForm } from './shell-form.ts';
import { rule as shellFormArguments } from './shell-form-arguments.ts';
import { rule as shellSymlink } from './shell-symlink.ts';
import { rule as shellSyntaxError } from './shell-syntax-error.ts';
import { rule as shellWithoutExec } from './shell-without-exec.ts';
import { rule as sudo } from './sudo.ts';
import { rule as twoDownloadTools } from './two-download-tools.ts';
import { rule as typographicDash } from './typographic-dash.ts';
import { rule as uncheckedRPackages } from './unchecked-r-packages.ts';
import { rule as undeclaredVariable } from './undeclared-variable.ts';
import { rule as unescapedBackslash } from './unescaped-backslash.ts';
import { rule as unknownFlag } from './unknown-flag.ts';
import { rule as unknownInstruction } from './unknown-instruction.ts';
import { rule as unlockedInstall } from './unlocked-install.ts';
import { rule as unpinnedPackage } from './unpinned-package.ts';
import { rule as unquotedRequirement } from './unquoted-requirement.ts';
import { rule as unsplitExecForm } from './unsplit-exec-form.ts';
import { rule as unsupportedHeredoc } from './unsupported-heredoc.ts';
import { rule as unusedIgnore } from './unused-ignore.ts';
import { rule as useraddLargeUid } from './useradd-large-uid.ts';
import { rule as variableInExecForm } from './variable-in-exec-form.ts';
import { rule as variableOfAnotherRun } from './variable-of-another-run.ts';
import { rule as wgetProgress } from './wget-progress.ts';
import { rule as worldWritable } from './world-writable.ts';

/** Every rule, by id. */
export const rules: readonly Rule[] = [
  aptCommand,
  argumentOutOfScope,
  assignmentWithoutEffect,
  bashSyntaxInSh,
  buildArgumentAtRunTime,
  buildStepAtStart,
  builtinInExecForm,
  commandAsArgument,
  consecutiveRun,
  daemonAsMainProcess,
  deletedInLaterLayer,
  distributionUpgrade,
  downloadInSubstitution,
  downloadWithoutFail,
  duplicateInstruction,
  foreignPackageManager,
  healthcheckIgnoresHttpErrors,
  heredocWithoutErrexit,
  ignoredCmd,
  ignoredFailure,
  installWithoutYes,
  invalidOnbuild,
  lostNestedState,
  lostShellState,
  malformedHealthcheck,
  malformedJsonArray,
  malformedShell,
  missingProgram,
  nestedInstruction,
  npmScriptWithoutRun,
  operatorInExecForm,
  packageCacheLeft,
  packageManagerAsMainProcess,
  pipeWithoutPipefail,
  pointlessCommand,
  projectNotCopied,
  quotedCommand,
  recommendedPackages,
  repeatedEntrypoint,
  resetCmd,
  scriptDropsArguments,
  scriptLineEndings,
  scriptNotExecutable,
  scriptNotFound,
  scriptShellMissing,
  scriptWithoutShebang,
  separatePackageUpdate,
  serverAtBuild,
  serviceAtBuild,
  shellCommandArguments,
  shellForm,
  shellFormArguments,
  shellSymlink,
  shellSyntaxError,
  shellWithoutExec,
  sudo,
  twoDownloadTools,
  typographicDash,
  uncheckedRPackages,
  undeclaredVariable,
  unescapedBackslash,
  unknownFlag,
  unknownInstruction,
  unlockedInstall,
  unpinnedPackage,
  unquotedRequirement,
  unsplitExecForm,
  unsupportedHeredoc,
  unusedIgnore,
  useraddLargeUid,
  variableInExecForm,
  variableOfAnotherRun,
  wgetProgress,
  worldWritable,
];
