# SPDX-License-Identifier: GPL-2.0
#
# Completion for bash, from EL7's 4.2 on; it needs nothing of bash-completion but
# to be found by it. Tools, options and the names of their values are asked of the
# command itself, so they are what it has.

# Each option that --help of the command or its tool has, one a line: with the
# name of its value, if it takes one.
_probewire_options()
{
	"$@" --help 2> /dev/null | awk '
		match($0, /^ +-[^ ]+( --[^ ]+)?/) {
			rest = substr($0, RLENGTH + 1)
			n = split(substr($0, 1, RLENGTH), word, /[ ,]+/)
			value = ""
			if (match(rest, /^ ([A-Z]+|json)( |$)/))
				value = substr(rest, 2, RLENGTH - 1)
			for (i = 1; i <= n; i++)
				if (word[i] != "")
					print word[i], value
		}'
}

# _probewire_value OPTION NAME WORD: what could be its value.
_probewire_value()
{
	case $1,$2 in
	-f,json)
		COMPREPLY=($(compgen -W 'json' -- "$3")) ;;
	-f,FORMAT)
		COMPREPLY=($(compgen -W 'text json folded svg' -- "$3")) ;;
	-B,*)
		COMPREPLY=($(compgen -W 'line full none' -- "$3")) ;;
	*,STAGE)
		COMPREPLY=($(compgen -W 'ast types codegen all' -- "$3")) ;;
	--mode,*)
		COMPREPLY=($(compgen -W 'test bench codegen' -- "$3")) ;;
	*,PID|--pid,*|-p,*)
		COMPREPLY=($(compgen -W "$(cd /proc && echo [0-9]*)" -- "$3")) ;;
	*,DISK)
		COMPREPLY=($(compgen -W "$(ls /sys/block 2> /dev/null)" \
			-- "$3")) ;;
	*,CMD)
		COMPREPLY=($(compgen -c -- "$3")) ;;
	*,DIR)
		COMPREPLY=($(compgen -d -- "$3")) ;;
	*,FILE)
		COMPREPLY=($(compgen -f -- "$3")) ;;
	esac
}

_probewire()
{
	local word=${COMP_WORDS[COMP_CWORD]} i tool='' tools options value
	local command=${COMP_WORDS[0]} before=${COMP_WORDS[COMP_CWORD - 1]}

	COMPREPLY=()
	tools=$("$command" tools 2> /dev/null | awk '{ print $1 }')
	for ((i = 1; i < COMP_CWORD && ! ${#tool}; i++)); do
		tool=$(awk -v w="${COMP_WORDS[i]}" '$1 == w' <<< "$tools")
		[ "$i ${COMP_WORDS[i]}" != '1 doctor' ] || tool=doctor
	done
	# Bash takes a "=" for a word of its own.
	if [ "$word" = '=' ]; then
		word=''
	elif [ "$before" = '=' ]; then
		before=${COMP_WORDS[COMP_CWORD - 2]}
	fi

	options=$(_probewire_options "$command" $tool)
	value=$(awk -v o="$before" '$1 == o { v = $2 } END { print v }' \
		<<< "$options")
	# All tools have -f json, whatever else their -f takes.
	case $tool,$before in
	doctor,*|,*) ;;
	*,-f) value=json ;;
	esac
	if [ -n "$value" ]; then
		_probewire_value "$before" "$value" "$word"
	elif [ "${word:0:1}" = - ]; then
		COMPREPLY=($(compgen -W "$(awk '{ print $1 }' <<< "$options")" \
			-- "$word"))
	elif [ -z "$tool" ] && [ "$COMP_CWORD" -eq 1 ]; then
		COMPREPLY=($(compgen -W "tools doctor $tools" -- "$word")
			   $(compgen -f -- "$word"))
	elif [ -z "$tool" ]; then
		COMPREPLY=($(compgen -W "$tools" -- "$word")
			   $(compgen -f -- "$word"))
	elif [ "$tool" = doctor ]; then
		COMPREPLY=($(compgen -f -X '!*.ko*' -- "$word")
			   $(compgen -d -- "$word"))
	fi
}

complete -o filenames -F _probewire probewire
